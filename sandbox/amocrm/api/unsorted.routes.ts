import { Hono } from 'hono';
import type { Change } from '../core/change.ts';
import { createCompany } from '../core/companies.ts';
import { createContact } from '../core/contacts.ts';
import { createLead } from '../core/leads.ts';
import type { Account, Pipeline } from '../core/model.ts';
import { addUnsorted, type UnsortedItem } from '../core/unsorted.ts';
import { perform, type World } from '../core/world.ts';
import { child, inRange, listOf, type Nested, numbersOf, parseBrackets, rangeOf } from '../http/brackets.ts';
import type { ApiContext, ApiEnv } from '../http/env.ts';
import { hal, listPage, noContent, selfLink } from '../http/hal.ts';
import { problem } from '../http/problem.ts';
import { readItems } from '../http/validation.ts';
import { contactPatchOf } from './contacts.routes.ts';
import { commonPatch } from './entity-input.ts';
import { leadPatchOf } from './lead-input.ts';
import { accept, decline, link } from './unsorted-actions.ts';
import { type UnsortedBody, unsortedProblems, unsortedSchemas } from './unsorted-input.ts';
import { embedded, isWaiting, path, render, waiting } from './unsorted-model.ts';

function matches(item: UnsortedItem, filter: Nested | string | undefined): boolean {
  const uids = listOf(child(filter, 'uid'));
  const categories = listOf(child(filter, 'category'));
  const pipelines = numbersOf(child(filter, 'pipeline_id'));
  return (
    (uids.length === 0 || uids.includes(item.uid)) &&
    (categories.length === 0 || categories.includes(item.category)) &&
    (pipelines.length === 0 || pipelines.includes(item.pipelineId)) &&
    inRange(item.createdAt, rangeOf(child(filter, 'created_at')))
  );
}

function matching(c: ApiContext): UnsortedItem[] {
  const { filter } = parseBrackets(new URL(c.req.url).search);
  return [...c.var.account.unsorted.values()].filter((item) => matches(item, filter));
}

function listUnsorted(c: ApiContext): Response {
  const { account } = c.var;
  const { order } = parseBrackets(new URL(c.req.url).search);
  const sign = child(order, 'created_at') === 'desc' ? -1 : 1;
  const rows = matching(c)
    .filter((item) => isWaiting(account, item))
    .sort((a, b) => sign * (a.createdAt - b.createdAt))
    .map((item) => render(account, item));
  return listPage(c, path, 'unsorted', rows);
}

function summary(c: ApiContext): Response {
  const rows = matching(c);
  const count = (state: UnsortedItem['state']): number => rows.filter((item) => item.state === state).length;
  const times = rows.flatMap((item) => (item.settledAt === null ? [] : [item.settledAt - item.createdAt]));
  const categories = (['sip', 'mail', 'forms', 'chats'] as const).map((category) => [
    category,
    { total: rows.filter((item) => item.category === category).length },
  ]);
  return hal({
    total: rows.length,
    accepted: count('accepted') + count('linked'),
    declined: count('declined'),
    average_sort_time:
      times.length === 0 ? 0 : Math.round(times.reduce((sum, time) => sum + time, 0) / times.length),
    categories: Object.fromEntries(categories),
    ...selfLink(c.var.account, `${path}/summary`),
  });
}

function pipelineFor(account: Account, input: UnsortedBody): Pipeline | undefined {
  const wanted = input.pipeline_id ?? input._embedded.leads?.[0]?.pipeline_id;
  return account.pipelines.find((pipeline) =>
    wanted === undefined ? pipeline.isMain : pipeline.id === wanted,
  );
}

function createOne(change: Change, input: UnsortedBody, category: 'forms' | 'sip'): UnsortedItem {
  const [lead = {}] = input._embedded.leads ?? [];
  const pipeline = pipelineFor(change.account, input);
  const contactIds = (input._embedded.contacts ?? []).map(
    (contact) => createContact(change, { ...contactPatchOf(change, contact), isUnsorted: true }).id,
  );
  const companyIds = (input._embedded.companies ?? []).map(
    (company) => createCompany(change, commonPatch(change, 'companies', company)).id,
  );
  const patch = leadPatchOf(change, lead, null);
  // Any other stage is ignored: the deal waits in the unsorted one.
  const created = createLead(change, {
    ...patch,
    pipelineId: pipeline?.id,
    statusId: pipeline?.statuses.find((status) => status.type === 1)?.id,
    contacts: [...(patch.contacts ?? []), ...contactIds.map((id) => ({ id, isMain: true }))],
    companyId: companyIds[0] ?? patch.companyId,
  });
  return addUnsorted(change, {
    category,
    sourceUid: input.source_uid,
    sourceName: input.source_name,
    metadata: { ...input.metadata },
    createdAt: input.created_at,
    lead: created,
    contactIds,
    companyIds,
  });
}

async function createUnsorted(world: World, c: ApiContext, category: 'forms' | 'sip'): Promise<Response> {
  const { account, actor } = c.var;
  const read = await readItems(c, unsortedSchemas[category], (input) => unsortedProblems(account, input));
  if (!read.ok) return read.response;
  const off = read.value.some(({ value }) => pipelineFor(account, value)?.isUnsortedOn !== true);
  if (off) return problem(422, 'Unsorted is switched off in the pipeline');
  const rows = perform(world, account, actor.id, (change) =>
    read.value.map(({ value, requestId }) => {
      const item = createOne(change, value, category);
      return {
        uid: item.uid,
        account_id: account.id,
        request_id: requestId,
        ...selfLink(account, `${path}/${item.uid}`),
        _embedded: embedded(account, item),
      };
    }),
  );
  return hal({ _total_items: rows.length, ...selfLink(account, path), _embedded: { unsorted: rows } });
}

export function unsortedRoutes(world: World): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.get(path, (c) => listUnsorted(c));
  app.get(`${path}/summary`, (c) => summary(c));
  app.get(`${path}/:uid`, (c) => {
    const item = waiting(c);
    return item === undefined ? noContent() : hal(render(c.var.account, item));
  });
  app.post(`${path}/forms`, (c) => createUnsorted(world, c, 'forms'));
  app.post(`${path}/sip`, (c) => createUnsorted(world, c, 'sip'));
  app.post(`${path}/:uid/accept`, (c) => accept(world, c));
  app.delete(`${path}/:uid/decline`, (c) => decline(world, c));
  app.post(`${path}/:uid/link`, (c) => link(world, c));
  return app;
}
