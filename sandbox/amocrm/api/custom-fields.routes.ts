import { Hono } from 'hono';
import { z } from 'zod';
import type { Account, EntityKind, EnumOption, Field } from '../core/model.ts';
import { fieldTypes } from '../core/model.ts';
import { hasOptions } from '../core/values.ts';
import type { World } from '../core/world.ts';
import type { ApiContext, ApiEnv } from '../http/env.ts';
import { countedPage, hal, noContent, selfLink } from '../http/hal.ts';
import { choiceProblem, missingProblem, notFound, type Problem, problem } from '../http/problem.ts';
import { parseItems, readItems, readJson } from '../http/validation.ts';

const optionSchema = z.strictObject({
  id: z.int().optional(),
  value: z.string(),
  sort: z.int().optional(),
  code: z.string().nullable().optional(),
});
const optional = {
  code: z.string().nullable().optional(),
  sort: z.int().optional(),
  group_id: z.string().nullable().optional(),
  is_api_only: z.boolean().optional(),
  required_statuses: z.array(z.unknown()).optional(),
  hidden_statuses: z.array(z.unknown()).optional(),
  remind: z.string().nullable().optional(),
  currency: z.string().nullable().optional(),
  enums: z.array(optionSchema).optional(),
  request_id: z.string().optional(),
};
const createSchema = z.strictObject({ name: z.string().min(1), type: z.enum(fieldTypes), ...optional });
const updateSchema = z.strictObject({ id: z.int(), name: z.string().min(1).optional(), ...optional });

function renderField(account: Account, kind: EntityKind, field: Field): Record<string, unknown> {
  return {
    id: field.id,
    name: field.name,
    type: field.type,
    account_id: account.id,
    code: field.code,
    sort: field.sort,
    is_api_only: field.isApiOnly,
    enums: hasOptions(field.type) ? field.enums : null,
    group_id: field.groupId,
    required_statuses: [],
    ...(kind === 'leads'
      ? { hidden_statuses: [], is_computed: false }
      : { is_predefined: field.isPredefined, is_deletable: !field.isPredefined }),
    entity_type: kind,
    remind: null,
    currency: null,
    settings: null,
    tracking_callback: null,
    chained_lists: null,
    ...selfLink(account, `/${kind}/custom_fields/${field.id}`),
  };
}

function createProblems(account: Account, kind: EntityKind, input: z.infer<typeof createSchema>): Problem[] {
  const problems: Problem[] = [];
  if (hasOptions(input.type) && input.type !== 'multitext' && (input.enums ?? []).length === 0) {
    problems.push(missingProblem('enums'));
  }
  // multitext is not for users; tracking fields are a matter of deals (§4.6).
  if (input.type === 'multitext' || (kind === 'contacts' && input.type === 'tracking_data')) {
    problems.push(choiceProblem('type'));
  }
  const known = account.groups[kind].some((group) => group.id === input.group_id);
  if (typeof input.group_id === 'string' && !known) problems.push(choiceProblem('group_id'));
  return problems;
}

function newOption(world: World, option: z.infer<typeof optionSchema>, index: number): EnumOption {
  return {
    id: world.ids.next('option'),
    value: option.value,
    sort: option.sort ?? index + 1,
    code: option.code ?? null,
  };
}

/** The list of a PATCH replaces all options: what is not sent with its id is gone, with the values that used it (§4.6). */
function replaceOptions(
  world: World,
  account: Account,
  kind: EntityKind,
  field: Field,
  input: z.infer<typeof optionSchema>[],
): void {
  field.enums = input.map((option, i) => {
    const known = field.enums.find((candidate) => candidate.id === option.id);
    if (known === undefined) return newOption(world, option, i);
    return {
      id: known.id,
      value: option.value,
      sort: option.sort ?? known.sort,
      code: option.code ?? known.code,
    };
  });
  for (const entity of account[kind].values()) {
    const items = entity.values.get(field.id);
    if (items === undefined) continue;
    const kept = items.flatMap((item) => {
      const option = field.enums.find((candidate) => candidate.id === item.enumId);
      if (option === undefined) return [];
      return [field.type === 'multitext' ? item : { value: option.value, enumId: option.id }];
    });
    if (kept.length === 0) entity.values.delete(field.id);
    else entity.values.set(field.id, kept);
  }
}

function updateFields(world: World, c: ApiContext, kind: EntityKind, body: unknown): Response {
  const { account } = c.var;
  const find = (id: number): Field | undefined => account.fields[kind].find((field) => field.id === id);
  const parsed = parseItems(body, updateSchema, (input) =>
    find(input.id) === undefined ? [choiceProblem('id')] : [],
  );
  if (!parsed.ok) return parsed.response;
  for (const { value } of parsed.value) {
    const known = find(value.id)?.enums ?? [];
    const foreign = (value.enums ?? []).some(
      (option) => option.id !== undefined && !known.some(({ id }) => id === option.id),
    );
    if (foreign) return problem(422, 'Enum id does not belong to the field');
  }
  const rows = parsed.value.flatMap(({ value, requestId }) => {
    const field = find(value.id);
    if (field === undefined) return [];
    field.name = value.name ?? field.name;
    field.sort = value.sort ?? field.sort;
    field.isApiOnly = value.is_api_only ?? field.isApiOnly;
    if (value.code !== undefined) field.code = value.code;
    if (value.group_id !== undefined) field.groupId = value.group_id;
    if (value.enums !== undefined) replaceOptions(world, account, kind, field, value.enums);
    return [{ ...renderField(account, kind, field), request_id: requestId }];
  });
  return hal({ _total_items: rows.length, _embedded: { custom_fields: rows } }, 201);
}

export function customFieldsRoutes(world: World, kind: EntityKind): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.use('/*', async (c, next) =>
    c.req.method === 'GET' || c.var.actor.isAdmin ? next() : problem(403, 'Доступ запрещён'),
  );

  app.get('/', (c) => {
    const { account } = c.var;
    const type = c.req.query('filter[type][]') ?? c.req.query('filter[type]');
    const rows = account.fields[kind]
      .filter((field) => type === undefined || type.split(',').includes(field.type))
      .sort((a, b) => a.sort - b.sort || a.id - b.id)
      .map((field) => renderField(account, kind, field));
    return countedPage(c, `/${kind}/custom_fields`, 'custom_fields', rows);
  });

  app.get('/:id{[0-9]+}', (c) => {
    const field = c.var.account.fields[kind].find((candidate) => candidate.id === Number(c.req.param('id')));
    return field === undefined ? noContent() : hal(renderField(c.var.account, kind, field));
  });

  app.post('/', async (c) => {
    const { account } = c.var;
    const read = await readItems(c, createSchema, (input) => createProblems(account, kind, input));
    if (!read.ok) return read.response;
    const rows = read.value.map(({ value, requestId }) => {
      const field: Field = {
        id: world.ids.next('field'),
        name: value.name,
        type: value.type,
        code: value.code ?? null,
        sort: value.sort ?? 500 + account.fields[kind].length * 10,
        groupId: value.group_id ?? null,
        isApiOnly: value.is_api_only ?? false,
        isPredefined: false,
        enums: (value.enums ?? []).map((option, i) => newOption(world, option, i)),
        requiredStatuses: [],
        hiddenStatuses: [],
        currency: null,
        remind: null,
        chainedLists: [],
      };
      account.fields[kind].push(field);
      return { ...renderField(account, kind, field), request_id: requestId };
    });
    return hal({ _total_items: rows.length, _embedded: { custom_fields: rows } }, 201);
  });

  app.patch('/', async (c) => {
    const json = await readJson(c);
    return json.ok ? updateFields(world, c, kind, json.value) : json.response;
  });

  app.patch('/:id{[0-9]+}', async (c) => {
    const json = await readJson(c);
    if (!json.ok) return json.response;
    const body =
      typeof json.value === 'object' ? { ...json.value, id: Number(c.req.param('id')) } : json.value;
    return updateFields(world, c, kind, [body]);
  });

  app.delete('/:id{[0-9]+}', (c) => {
    const { account } = c.var;
    const field = account.fields[kind].find((candidate) => candidate.id === Number(c.req.param('id')));
    if (field === undefined) return notFound();
    if (field.isPredefined) return problem(422, 'Predefined field cannot be deleted');
    account.fields[kind] = account.fields[kind].filter((candidate) => candidate !== field);
    for (const entity of account[kind].values()) entity.values.delete(field.id);
    return noContent();
  });

  return app;
}
