import { createRoute, z } from '@hono/zod-openapi';
import { createApi, failures, json, jsonBody, secured } from '../http/api.ts';
import { unwrap } from '../http/app-error.ts';
import { may } from '../http/authorization.ts';
import { visitLinkSchema, visitReplySchema } from './visits.schemas.ts';

const params = z.object({ id: z.string().min(1).max(60) });
const visit = json(visitReplySchema, 'The visit; what amoCRM shows of it may follow');

const unlink = createRoute({
  method: 'post',
  path: '/visits/{id}/unlink',
  summary: 'Undo a wrong link: it is not made again by itself. Pressed twice it does nothing more',
  security: secured,
  middleware: may('book'),
  request: { params },
  responses: { 200: visit, ...failures },
});

const link = createRoute({
  method: 'post',
  path: '/visits/{id}/link',
  summary: 'Link a visit with a deal by hand, also one that was unlinked or whose link is suspended',
  security: secured,
  middleware: may('book'),
  request: { params, body: jsonBody(visitLinkSchema) },
  responses: { 200: visit, ...failures },
});

export function linksRoutes() {
  return createApi()
    .openapi(unlink, async (c) => {
      const { session, access, account } = c.get('caller');
      const user = { userId: session.userId, branchIds: access.branches };
      return c.json(unwrap(await account.unlink(user, c.req.valid('param').id)), 200);
    })
    .openapi(link, async (c) => {
      const { session, access, account } = c.get('caller');
      const user = { userId: session.userId, branchIds: access.branches };
      const { dealId } = c.req.valid('json');
      return c.json(unwrap(await account.link(user, c.req.valid('param').id, dealId)), 200);
    });
}
