import { createRoute, z } from '@hono/zod-openapi';
import { eventsReplySchema } from '../history/events.schemas.ts';
import { createApi, failures, json, secured } from '../http/api.ts';
import { unwrap } from '../http/app-error.ts';
import { may } from '../http/authorization.ts';
import { visitDetailsSchema } from './details.schemas.ts';

const params = z.object({ id: z.string().min(1).max(60) });

const details = createRoute({
  method: 'get',
  path: '/visits/{id}/details',
  summary: 'One visit with patient, services, comment and address, as ArchiMed+ tells them now',
  security: secured,
  middleware: may('view'),
  request: { params },
  responses: { 200: json(visitDetailsSchema, 'The visit and what can be done with it'), ...failures },
});

const story = createRoute({
  method: 'get',
  path: '/visits/{id}/events',
  summary: 'What happened to one visit and why, oldest first; for everybody who may see the visit',
  security: secured,
  middleware: may('view'),
  request: { params },
  responses: { 200: json(eventsReplySchema, 'Events'), ...failures },
});

export function detailsRoutes() {
  return createApi()
    .openapi(details, async (c) => {
      const { access, account } = c.get('caller');
      return c.json(unwrap(await account.visitDetails(c.req.valid('param').id, access.branches)), 200);
    })
    .openapi(story, async (c) => {
      const { access, account } = c.get('caller');
      const { id } = c.req.valid('param');
      // Whoever may not see the visit is told so, not an empty story.
      unwrap(await account.visit(id, access.branches));
      return c.json(await account.events({ visit: id, order: 'oldest' }, access.branches), 200);
    });
}
