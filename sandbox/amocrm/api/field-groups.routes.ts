import { Hono } from 'hono';
import { z } from 'zod';
import type { Account, EntityKind, FieldGroup } from '../core/model.ts';
import type { World } from '../core/world.ts';
import type { ApiEnv } from '../http/env.ts';
import { hal, noContent, selfLink } from '../http/hal.ts';
import { choiceProblem, notFound, problem } from '../http/problem.ts';
import { adminOnly } from '../http/rights-gate.ts';
import { readItems, readObject } from '../http/validation.ts';

const createSchema = z.strictObject({
  name: z.string().min(1),
  sort: z.int().optional(),
  request_id: z.string().optional(),
});
const updateSchema = z.strictObject({
  name: z.string().optional(),
  sort: z.int().optional(),
  fields: z.array(z.int()).optional(),
});

function render(account: Account, kind: EntityKind, group: FieldGroup): Record<string, unknown> {
  return {
    id: group.id,
    name: group.name,
    is_predefined: group.isPredefined,
    type: 'custom_field_group',
    entity_type: kind,
    sort: group.sort,
    ...selfLink(account, `/${kind}/custom_fields/groups/${group.id}`),
  };
}

/** Group ids are strings (amocrm-api.md §4.6). */
export function fieldGroupsRoutes(world: World, kind: EntityKind): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  const find = (account: Account, id: string): FieldGroup | undefined =>
    account.groups[kind].find((group) => group.id === id);

  app.on(['POST', 'PATCH', 'DELETE'], '/*', adminOnly());

  app.get('/', (c) => {
    const { account } = c.var;
    const rows = [...account.groups[kind]]
      .sort((a, b) => a.sort - b.sort)
      .map((group) => render(account, kind, group));
    return hal({
      _total_items: rows.length,
      ...selfLink(account, `/${kind}/custom_fields/groups`),
      _embedded: { custom_field_groups: rows },
    });
  });

  app.get('/:id', (c) => {
    const group = find(c.var.account, c.req.param('id'));
    return group === undefined ? notFound() : hal(render(c.var.account, kind, group));
  });

  app.post('/', async (c) => {
    const { account } = c.var;
    const read = await readItems(c, createSchema, () => []);
    if (!read.ok) return read.response;
    const rows = read.value.map(({ value, requestId }) => {
      const group = {
        id: `${kind}_${world.ids.next('group')}${Math.floor(world.nowMs() / 1000)}`,
        name: value.name,
        sort: value.sort ?? account.groups[kind].length + 1,
        isPredefined: false,
      };
      account.groups[kind].push(group);
      return { ...render(account, kind, group), request_id: requestId };
    });
    return hal({ _total_items: rows.length, _embedded: { custom_field_groups: rows } }, 201);
  });

  app.patch('/:id', async (c) => {
    const { account } = c.var;
    const group = find(account, c.req.param('id'));
    if (group === undefined) return notFound();
    const read = await readObject(c, updateSchema, (input) =>
      (input.fields ?? []).flatMap((id, i) =>
        account.fields[kind].some((field) => field.id === id) ? [] : [choiceProblem(`fields.${i}`)],
      ),
    );
    if (!read.ok) return read.response;
    group.name = read.value.name ?? group.name;
    group.sort = read.value.sort ?? group.sort;
    for (const field of account.fields[kind]) {
      if (read.value.fields?.includes(field.id) === true) field.groupId = group.id;
    }
    return hal(render(account, kind, group));
  });

  app.delete('/:id', (c) => {
    const { account } = c.var;
    const group = find(account, c.req.param('id'));
    if (group === undefined) return notFound();
    if (group.isPredefined) return problem(422, 'Predefined group cannot be deleted');
    account.groups[kind] = account.groups[kind].filter((candidate) => candidate !== group);
    for (const field of account.fields[kind]) if (field.groupId === group.id) field.groupId = null;
    return noContent();
  });

  return app;
}
