import { Hono } from 'hono';
import { clockRoutes } from '../control/clock.routes.ts';
import type { Clock } from '../control/clock.ts';
import { adminRoutes } from './admin/admin.routes.ts';
import { authorize } from './api/auth.ts';
import { directoryRoutes } from './api/directories.routes.ts';
import type { ApiEnv } from './api/env.ts';
import { failed } from './api/env.ts';
import { intervalRoutes } from './api/intervals.routes.ts';
import { medcardRoutes } from './api/medcards.routes.ts';
import { talonRoutes } from './api/talons.routes.ts';
import type { Store } from './clinic/store.ts';
import { faultsAndLog } from './faults/faults.middleware.ts';
import type { Faults } from './faults/faults.ts';
import type { RequestLog } from './faults/request-log.ts';
import { receptionRoutes } from './reception/reception.routes.ts';

export type Parts = { clock: Clock; store: Store; faults: Faults; log: RequestLog; closing: AbortSignal };

export function createApp({ clock, store, faults, log, closing }: Parts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>({ strict: false });

  app.use('/api/*', faultsAndLog(store, faults, log, closing));
  app.use('/api/*', async (c, next) => {
    const access = await authorize(store, c.req.header('authorization'));
    if (!access.ok) return failed(c, access.status, access.message);
    c.set('source', access.source);
    return next();
  });
  for (const base of ['/api/v5', '/api/v4']) {
    app.route(base, talonRoutes(store));
    app.route(base, medcardRoutes(store));
    app.route(base, directoryRoutes());
    app.route(base, intervalRoutes());
  }

  app.route('/_sandbox', clockRoutes(clock));
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
