import type { OpenAPIHono } from '@hono/zod-openapi';
import type { AppEnv } from './app-env.ts';
import { version } from './version.ts';

/** `GET /api/openapi.json`: made from the routes' schemas, open to everybody. */
export function describe(app: OpenAPIHono<AppEnv>): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'http',
    scheme: 'bearer',
    description: 'From POST /api/session; 15 minutes, renewed up to 12 hours.',
  });
  app.doc31('/api/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'ArchiMed+ for amoCRM',
      version,
      description:
        'Visits of ArchiMed+ in the deals of amoCRM. Times are RFC 3339, dates yyyy-mm-dd, money whole roubles.',
    },
  });
}
