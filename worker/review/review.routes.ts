import { createRoute, z } from '@hono/zod-openapi';
import { createApi, failures, json, jsonBody, secured } from '../http/api.ts';
import { unwrap } from '../http/app-error.ts';
import { may } from '../http/authorization.ts';
import {
  decidedReplySchema,
  decisionBodySchema,
  reviewsQuerySchema,
  reviewsReplySchema,
} from './review.schemas.ts';

const list = createRoute({
  method: 'get',
  path: '/review',
  summary: 'Visits whose person is in doubt, for a human to decide',
  security: secured,
  middleware: may('book'),
  request: { query: reviewsQuerySchema },
  responses: { 200: json(reviewsReplySchema, 'A page of open reviews'), ...failures },
});

const decide = createRoute({
  method: 'post',
  path: '/review/{id}',
  summary: 'Decide who the person is; a second decision is 409 review.decided',
  security: secured,
  middleware: may('book'),
  request: { params: z.object({ id: z.string().min(1).max(60) }), body: jsonBody(decisionBodySchema) },
  responses: { 200: json(decidedReplySchema, 'The visit; its deal may follow'), ...failures },
});

export function reviewRoutes() {
  return createApi()
    .openapi(list, async (c) => {
      const { access, account } = c.get('caller');
      return c.json(unwrap(await account.reviews(access.branches, c.req.valid('query'))), 200);
    })
    .openapi(decide, async (c) => {
      const { session, access, account } = c.get('caller');
      const user = { userId: session.userId, branchIds: access.branches };
      const decided = await account.decideReview(user, c.req.valid('param').id, c.req.valid('json'));
      return c.json(unwrap(decided), 200);
    });
}
