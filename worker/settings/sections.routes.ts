import { createRoute } from '@hono/zod-openapi';
import { createApi, failures, json, jsonBody, secured } from '../http/api.ts';
import { unwrap } from '../http/app-error.ts';
import { may, mayAdministerAccount } from '../http/authorization.ts';
import {
  automationChangeSchema,
  automationReplySchema,
  matchingPutSchema,
  pipelinesReplySchema,
} from './automation.schemas.ts';
import { putAutomation, putMatching, readAutomation, readMatching } from './automation.service.ts';
import { goneReplySchema } from './gone.schemas.ts';
import { pipelinesReply } from './stages.ts';
import { usersChangeSchema, usersReplySchema } from './users.schemas.ts';
import { putUsers, readUsers } from './users.service.ts';
import { workOf } from './work-of.ts';

/** The sections that hold for the whole account: who may do what, tasks and stages, the search for deals. */
const common = { security: secured, middleware: mayAdministerAccount };

const users = {
  path: '/users',
  responses: { 200: json(usersReplySchema, 'Rows and users'), ...failures },
} as const;
const getUsers = createRoute({ ...common, ...users, method: 'get', summary: 'Who may do what' });
const setUsers = createRoute({
  ...common,
  ...users,
  method: 'put',
  summary: 'Say who may do what; nobody changes his own row',
  request: { body: jsonBody(usersChangeSchema) },
});

const automation = {
  path: '/automation',
  responses: { 200: json(automationReplySchema, "The settings and amoCRM's types of tasks"), ...failures },
} as const;
const getAutomation = createRoute({
  ...common,
  ...automation,
  method: 'get',
  summary: 'Tasks, stages, policy',
});
const setAutomation = createRoute({
  ...common,
  ...automation,
  method: 'put',
  summary: 'Set tasks, stages, policy',
  request: { body: jsonBody(automationChangeSchema) },
});

const matching = {
  path: '/matching',
  responses: { 200: json(matchingPutSchema, 'The settings'), ...failures },
} as const;
const getMatching = createRoute({ ...common, ...matching, method: 'get', summary: 'How a deal is found' });
const setMatching = createRoute({
  ...common,
  ...matching,
  method: 'put',
  summary: 'Set how a deal is found',
  request: { body: jsonBody(matchingPutSchema) },
});

const getPipelines = createRoute({
  method: 'get',
  path: '/pipelines',
  summary: "amoCRM's pipelines and stages",
  security: secured,
  middleware: may('view'),
  responses: { 200: json(pipelinesReplySchema, 'Pipelines in their order'), ...failures },
});

const getGone = createRoute({
  method: 'get',
  path: '/gone',
  summary: 'What amoCRM had and has no more, by its last name',
  security: secured,
  middleware: may('administer'),
  responses: { 200: json(goneReplySchema, 'Deleted fields, pipelines and stages'), ...failures },
});

export function sectionsRoutes() {
  return createApi()
    .openapi(getUsers, async (c) => c.json(unwrap(await readUsers(workOf(c))), 200))
    .openapi(setUsers, async (c) => c.json(unwrap(await putUsers(workOf(c), c.req.valid('json'))), 200))
    .openapi(getAutomation, async (c) => c.json(unwrap(await readAutomation(workOf(c))), 200))
    .openapi(setAutomation, async (c) =>
      c.json(unwrap(await putAutomation(workOf(c), c.req.valid('json'))), 200),
    )
    .openapi(getMatching, (c) => c.json(readMatching(workOf(c)), 200))
    .openapi(setMatching, async (c) => c.json(unwrap(await putMatching(workOf(c), c.req.valid('json'))), 200))
    .openapi(getGone, async (c) => c.json(unwrap(await c.get('caller').account.gone()), 200))
    .openapi(getPipelines, async (c) =>
      c.json(pipelinesReply(unwrap(await c.get('caller').account.pipelines())), 200),
    );
}
