import { Hono } from 'hono';
import type { Clock } from '../control/clock.ts';
import { controlRoutes } from '../control/control.routes.ts';
import { adminRoutes } from './admin/admin.routes.ts';
import { controlStrings } from './admin/control.routes.ts';
import { controlledArchimed } from './admin/controlled.ts';
import { authorize } from './api/auth.ts';
import { directoryRoutes } from './api/directories.routes.ts';
import type { ApiEnv } from './api/env.ts';
import { failed } from './api/env.ts';
import { gate } from './api/gate.ts';
import { intervalRoutes } from './api/intervals.routes.ts';
import { medcardRoutes } from './api/medcards.routes.ts';
import { talonRoutes } from './api/talons.routes.ts';
import type { Store } from './clinic/store.ts';
import { docdocRoutes } from './docdoc/docdoc.routes.ts';
import { authorizeDocdoc } from './docdoc/docdoc-auth.ts';
import { faultsAndLog } from './faults/faults.middleware.ts';
import type { Faults } from './faults/faults.ts';
import type { RequestLog } from './faults/request-log.ts';
import { receptionRoutes } from './reception/reception.routes.ts';

export type Parts = {
  clock: Clock;
  store: Store;
  faults: Faults;
  log: RequestLog;
  closing: AbortSignal;
  peerUrl: string | null;
};

export function createApp({ clock, store, faults, log, closing, peerUrl }: Parts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>({ strict: false });

  app.use('/api/*', faultsAndLog(store, faults, log, closing));
  app.use(
    '/api/*',
    gate(store, (header) => authorize(store, header)),
  );
  for (const base of ['/api/v5', '/api/v4']) {
    app.route(base, talonRoutes());
    app.route(base, medcardRoutes());
    app.route(base, directoryRoutes());
    app.route(base, intervalRoutes());
  }

  app.use('/docdoc/*', faultsAndLog(store, faults, log, closing));
  app.use(
    '/docdoc/*',
    gate(store, (_header, url) => authorizeDocdoc(store, url)),
  );
  app.route('/docdoc/v2', docdocRoutes());

  app.route('/_sandbox', controlRoutes(controlledArchimed(clock, store, log, peerUrl)));
  app.route('/_sandbox', controlStrings(store));
  app.route('/_sandbox', adminRoutes(store, faults, log));
  app.route('/reception', receptionRoutes(store));
  app.get('/', (c) => c.redirect('/reception/'));

  app.notFound((c) => failed(c, 404, 'Метод не найден'));
  app.onError((error, c) => {
    console.error(error);
    return failed(c, 500, 'Внутренняя ошибка сервера');
  });
  return app;
}
