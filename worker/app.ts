import { directoriesRoutes } from './directories/directories.routes.ts';
import { eventsRoutes } from './history/events.routes.ts';
import { hooksRoutes } from './hooks/hooks.routes.ts';
import { createApi } from './http/api.ts';
import { authenticate } from './http/authentication.ts';
import { apiCors } from './http/cors.ts';
import { notFound, onError } from './http/errors.ts';
import { noStore, securityHeaders } from './http/headers.ts';
import { apiBodyLimit, readToTheEnd } from './http/limits.ts';
import { describe } from './http/openapi.ts';
import { withServices } from './http/services.ts';
import { installRoutes } from './install/install.routes.ts';
import { journalRoutes } from './journal/journal.routes.ts';
import { liveRoutes } from './live/live.routes.ts';
import { operatorRoutes } from './operator/operator.routes.ts';
import { pagesRoutes } from './pages/pages.routes.ts';
import { previewRoutes } from './preview/preview.routes.ts';
import { reviewRoutes } from './review/review.routes.ts';
import { meRoutes } from './session/me.routes.ts';
import { sessionRoutes, signInRoutes } from './session/session.routes.ts';
import { branchesRoutes } from './settings/branches.routes.ts';
import { fieldsRoutes } from './settings/fields.routes.ts';
import { sectionsRoutes } from './settings/sections.routes.ts';
import { statusesRoutes } from './settings/statuses.routes.ts';
import { versionsRoutes } from './settings/versions.routes.ts';
import { stateRoutes } from './state/state.routes.ts';
import { supportRoutes } from './support/support.routes.ts';
import { detailsRoutes } from './visits/details.routes.ts';
import { linksRoutes } from './visits/links.routes.ts';
import { openingRoutes } from './visits/opening.routes.ts';
import { slotsRoutes } from './visits/slots.routes.ts';
import { visitsRoutes } from './visits/visits.routes.ts';

/** The order of middleware and routes. Everything under /api after `authenticate` has a caller. */
export function createApp() {
  const app = createApi();
  app.onError(onError);
  app.notFound(notFound);

  app.use(securityHeaders, readToTheEnd);
  app.use(withServices);
  app.use('/api/*', noStore, apiCors, apiBodyLimit);

  describe(app);
  app.route('/api', signInRoutes());
  app.route('/api', liveRoutes());
  app.use('/api/*', authenticate);
  app
    .route('/api', sessionRoutes())
    .route('/api', meRoutes())
    .route('/api', branchesRoutes())
    .route('/api', statusesRoutes())
    .route('/api', fieldsRoutes())
    .route('/api', sectionsRoutes())
    .route('/api', versionsRoutes())
    .route('/api', directoriesRoutes())
    .route('/api', openingRoutes())
    .route('/api', slotsRoutes())
    .route('/api', visitsRoutes())
    .route('/api', detailsRoutes())
    .route('/api', linksRoutes())
    .route('/api', reviewRoutes())
    .route('/api', journalRoutes())
    .route('/api', eventsRoutes())
    .route('/api', previewRoutes())
    .route('/api', stateRoutes())
    .route('/api', supportRoutes());

  app.route('/hooks', hooksRoutes());
  app.route('/operator', operatorRoutes());
  app.route('/', installRoutes());
  app.route('/', pagesRoutes());
  return app;
}
