import { createRoute } from '@hono/zod-openapi';
import { createApi, failures, json, secured } from '../http/api.ts';
import { may, mayAdministerAccount } from '../http/authorization.ts';
import { version } from '../http/version.ts';
import { linksQuerySchema, linksReplySchema, supportReplySchema } from './support.schemas.ts';

const support = createRoute({
  method: 'get',
  path: '/support',
  summary: 'How to reach whoever runs this',
  security: secured,
  middleware: may('administer'),
  responses: { 200: json(supportReplySchema, 'Contact and version'), ...failures },
});

const links = createRoute({
  method: 'get',
  path: '/links',
  summary: 'Which visit belongs to which deal: all links of the account, a page at a time',
  security: secured,
  middleware: mayAdministerAccount,
  request: { query: linksQuerySchema },
  responses: { 200: json(linksReplySchema, 'Links'), ...failures },
});

export function supportRoutes() {
  return createApi()
    .openapi(support, (c) => c.json({ contact: c.get('services').config.supportContact, version }, 200))
    .openapi(links, async (c) =>
      c.json(await c.get('caller').account.linkRows(c.req.valid('query').cursor ?? null), 200),
    );
}
