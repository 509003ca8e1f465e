import { Hono } from 'hono';
import type { Account, EntityKind, Field, StatusRef } from '../core/model.ts';
import { hasLabels, hasOptions } from '../core/values.ts';
import type { World } from '../core/world.ts';
import { child, listOf, parseBrackets } from '../http/brackets.ts';
import type { ApiContext, ApiEnv } from '../http/env.ts';
import { countedPage, hal, noContent, selfLink } from '../http/hal.ts';
import { choiceProblem, notFound, type Problem, problem } from '../http/problem.ts';
import { adminOnly } from '../http/rights-gate.ts';
import { parseItems, readItems, readJson } from '../http/validation.ts';
import {
  applyProperties,
  buildField,
  createProblems,
  type FieldUpdate,
  fieldCreateSchema,
  fieldUpdateSchema,
  newOption,
  type OptionInput,
  sharedProblems,
} from './custom-field-input.ts';

function renderRefs(refs: readonly StatusRef[]): unknown[] {
  return refs.map(({ statusId, pipelineId }) => ({ status_id: statusId, pipeline_id: pipelineId }));
}

/** The model of amocrm-api.md §4.6: some keys are a matter of deals, some of contacts and companies. */
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
    required_statuses: renderRefs(field.requiredStatuses),
    ...(kind === 'leads'
      ? { hidden_statuses: renderRefs(field.hiddenStatuses), is_computed: false }
      : { is_predefined: field.isPredefined, is_deletable: !field.isPredefined }),
    entity_type: kind,
    remind: field.remind,
    currency: field.currency,
    settings: null,
    tracking_callback: field.type === 'tracking_data' ? '' : null,
    chained_lists:
      field.type === 'chained_list'
        ? field.chainedLists.map((list) => ({
            title: list.title,
            catalog_id: list.catalogId,
            parent_catalog_id: list.parentCatalogId,
          }))
        : null,
    ...selfLink(account, `/${kind}/custom_fields/${field.id}`),
  };
}

/** The list of a PATCH replaces all options: what is not sent with its id is gone, with the values that used it. */
function replaceOptions(
  world: World,
  account: Account,
  kind: EntityKind,
  field: Field,
  input: readonly OptionInput[],
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
      return [hasLabels(field.type) ? item : { value: option.value, enumId: option.id }];
    });
    if (kept.length === 0) entity.values.delete(field.id);
    else entity.values.set(field.id, kept);
  }
}

/** What cannot be done to a field that exists. */
function impossible(field: Field, input: FieldUpdate): string | null {
  if (input.type !== undefined && input.type !== field.type) return 'Field type cannot be changed';
  if (input.enums === undefined || input.enums === null) return null;
  if (!hasOptions(field.type) || field.type === 'smart_address') return 'Field has no enums of its own';
  const foreign = input.enums.some(
    (option) => option.id !== undefined && !field.enums.some(({ id }) => id === option.id),
  );
  return foreign ? 'Enum id does not belong to the field' : null;
}

function updateFields(world: World, c: ApiContext, kind: EntityKind, body: unknown): Response {
  const { account } = c.var;
  const find = (id: number): Field | undefined => account.fields[kind].find((field) => field.id === id);
  const check = (input: FieldUpdate): Problem[] =>
    find(input.id) === undefined ? [choiceProblem('id')] : sharedProblems(account, kind, input);
  const parsed = parseItems(body, fieldUpdateSchema, check);
  if (!parsed.ok) return parsed.response;
  for (const { value } of parsed.value) {
    const field = find(value.id);
    const reason = field === undefined ? null : impossible(field, value);
    if (reason !== null) return problem(422, reason);
  }
  const rows = parsed.value.flatMap(({ value, requestId }) => {
    const field = find(value.id);
    if (field === undefined) return [];
    applyProperties(field, value);
    if (value.enums !== undefined && value.enums !== null) {
      replaceOptions(world, account, kind, field, value.enums);
    }
    return [{ ...renderField(account, kind, field), request_id: requestId }];
  });
  return hal({ _total_items: rows.length, _embedded: { custom_fields: rows } }, 201);
}

/** `filter[type][]`, `order[sort]` or `order[id]`; without an order by sort. */
function listFields(c: ApiContext, kind: EntityKind): Response {
  const { account } = c.var;
  const { filter, order } = parseBrackets(new URL(c.req.url).search);
  const types = listOf(child(filter, 'type'));
  const key = child(order, 'id') === undefined ? 'sort' : 'id';
  const sign = child(order, key) === 'desc' ? -1 : 1;
  const rows = account.fields[kind]
    .filter((field) => types.length === 0 || types.includes(field.type))
    .sort((a, b) => sign * (a[key] - b[key] || a.id - b.id))
    .map((field) => renderField(account, kind, field));
  return countedPage(c, `/${kind}/custom_fields`, 'custom_fields', rows);
}

export function customFieldsRoutes(world: World, kind: EntityKind): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  const find = (c: ApiContext): Field | undefined =>
    c.var.account.fields[kind].find((candidate) => candidate.id === Number(c.req.param('id')));

  app.on(['POST', 'PATCH', 'DELETE'], '/*', adminOnly());

  app.get('/', (c) => listFields(c, kind));

  app.get('/:id{[0-9]+}', (c) => {
    const field = find(c);
    return field === undefined ? noContent() : hal(renderField(c.var.account, kind, field));
  });

  app.post('/', async (c) => {
    const { account } = c.var;
    const read = await readItems(c, fieldCreateSchema, (input) => createProblems(account, kind, input));
    if (!read.ok) return read.response;
    const rows = read.value.map(({ value, requestId }) => {
      const field = buildField(world, account, kind, value);
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
    const field = find(c);
    if (field === undefined) return notFound();
    if (field.isPredefined) return problem(422, 'Predefined field cannot be deleted');
    account.fields[kind] = account.fields[kind].filter((candidate) => candidate !== field);
    for (const entity of account[kind].values()) entity.values.delete(field.id);
    return noContent();
  });

  return app;
}
