import { Hono } from 'hono';
import type { z } from 'zod';
import type { Change } from '../core/change.ts';
import type { Account, Company, Contact } from '../core/model.ts';
import { matchesQuery } from '../core/search.ts';
import { perform, type World } from '../core/world.ts';
import { type Nested, parseBrackets } from '../http/brackets.ts';
import type { ApiContext, ApiEnv } from '../http/env.ts';
import { hal, listPage, noContent, selfLink, sortRows, withOf } from '../http/hal.ts';
import { choiceProblem, type Problem } from '../http/problem.ts';
import { readItems, readObject } from '../http/validation.ts';

type WithId<I> = I & { id: number };

/** What tells contacts from companies, which else have the same routes (amocrm-api.md §4.3, §4.4). */
export type PersonApi<E, I> = {
  kind: 'contacts' | 'companies';
  createSchema: z.ZodType<I>;
  updateSchema: z.ZodType<WithId<I>>;
  all(account: Account): Map<number, E>;
  matches(account: Account, entity: E, filter: Nested | string | undefined): boolean;
  problems(account: Account, input: I): Problem[];
  create(change: Change, input: I): E;
  update(change: Change, entity: E, input: I): void;
  render(account: Account, entity: E, withs: ReadonlySet<string>): unknown;
};

function list<E extends Contact | Company, I>(world: World, c: ApiContext, api: PersonApi<E, I>): Response {
  const { account } = c.var;
  const withs = withOf(c);
  let rows = [...api.all(account).values()].filter((entity) => !entity.isDeleted && !entity.isUnsorted);
  const query = c.req.query('query');
  if (query !== undefined)
    rows = rows.filter((entity) => matchesQuery(account, entity, query, world.nowMs()));
  if (account.settings.filtersEnabled) {
    const { filter } = parseBrackets(new URL(c.req.url).search);
    rows = rows.filter((entity) => api.matches(account, entity, filter));
  }
  // No order by created_at here (§4.3): it is ignored.
  sortRows(c, rows, { updated_at: (entity) => entity.updatedAt, id: (entity) => entity.id });
  const rendered = rows.map((entity) => api.render(account, entity, withs));
  return listPage(c, `/${api.kind}`, api.kind, rendered);
}

function updateProblems<E extends Contact | Company, I>(
  account: Account,
  api: PersonApi<E, I>,
  input: WithId<I>,
): Problem[] {
  if (api.all(account).get(input.id)?.isDeleted !== false) return [choiceProblem('id')];
  return api.problems(account, input);
}

function patch<E extends Contact | Company, I>(
  world: World,
  c: ApiContext,
  api: PersonApi<E, I>,
  inputs: readonly WithId<I>[],
): Record<string, unknown>[] {
  const { account, actor } = c.var;
  return perform(world, account, actor.id, (change) =>
    inputs.flatMap((input) => {
      const entity = api.all(account).get(input.id);
      if (entity === undefined) return [];
      api.update(change, entity, input);
      const self = selfLink(account, `/${api.kind}/${entity.id}`);
      return [{ id: entity.id, name: entity.name, updated_at: entity.updatedAt, ...self }];
    }),
  );
}

export function peopleRoutes<E extends Contact | Company, I>(
  world: World,
  api: PersonApi<E, I>,
): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  const { kind } = api;

  app.get(`/${kind}`, (c) => list(world, c, api));

  app.get(`/${kind}/:id{[0-9]+}`, (c) => {
    const entity = api.all(c.var.account).get(Number(c.req.param('id')));
    if (entity === undefined || entity.isDeleted) return noContent();
    return hal(api.render(c.var.account, entity, withOf(c)));
  });

  app.post(`/${kind}`, async (c) => {
    const { account, actor } = c.var;
    const read = await readItems(c, api.createSchema, (input) => api.problems(account, input));
    if (!read.ok) return read.response;
    const rows = perform(world, account, actor.id, (change) =>
      read.value.map(({ value, requestId }) => {
        const { id } = api.create(change, value);
        return { id, request_id: requestId, ...selfLink(account, `/${kind}/${id}`) };
      }),
    );
    return hal({ ...selfLink(account, `/${kind}`), _embedded: { [kind]: rows } });
  });

  app.patch(`/${kind}`, async (c) => {
    const { account } = c.var;
    const read = await readItems(c, api.updateSchema, (input) => updateProblems(account, api, input));
    if (!read.ok) return read.response;
    const rows = patch(
      world,
      c,
      api,
      read.value.map((item) => item.value),
    );
    return hal({ ...selfLink(account, `/${kind}`), _embedded: { [kind]: rows } });
  });

  app.patch(`/${kind}/:id{[0-9]+}`, async (c) => {
    const { account } = c.var;
    const id = Number(c.req.param('id'));
    const check = (input: WithId<I>): Problem[] => updateProblems(account, api, input);
    const read = await readObject(c, api.updateSchema, check, { id });
    if (!read.ok) return read.response;
    const [row] = patch(world, c, api, [read.value]);
    return row === undefined ? noContent() : hal(row);
  });

  return app;
}
