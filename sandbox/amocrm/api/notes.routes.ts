import { Hono } from 'hono';
import { z } from 'zod';
import type { Account, EntityKind, Note } from '../core/model.ts';
import { createNote } from '../core/tasks.ts';
import { perform, type World } from '../core/world.ts';
import { child, inRange, listOf, numbersOf, parseBrackets, rangeOf } from '../http/brackets.ts';
import type { ApiContext, ApiEnv } from '../http/env.ts';
import { hal, listPage, noContent, selfLink, sortRows } from '../http/hal.ts';
import { choiceProblem, missingProblem, type Problem } from '../http/problem.ts';
import { parseItems, readJson, readObject } from '../http/validation.ts';
import { responsibleProblems } from './entity-input.ts';
import { renderNote } from './render.ts';

/** note_type → the params it cannot do without (amocrm-api.md §4.8). */
const required: Record<string, readonly string[]> = {
  common: ['text'],
  call_in: ['uniq', 'duration', 'source', 'link', 'phone'],
  call_out: ['uniq', 'duration', 'source', 'link', 'phone'],
  service_message: ['service', 'text'],
  extended_service_message: ['service', 'text'],
  message_cashier: ['status', 'text'],
  geolocation: ['text', 'address', 'longitude', 'latitude'],
  sms_in: ['text', 'phone'],
  sms_out: ['text', 'phone'],
  attachment: ['file_uuid', 'file_name'],
};

const createSchema = z.strictObject({
  entity_id: z.int(),
  note_type: z.string(),
  params: z.record(z.string(), z.unknown()),
  created_by: z.int().optional(),
  responsible_user_id: z.int().optional(),
  is_need_to_trigger_digital_pipeline: z.boolean().optional(),
  request_id: z.string().optional(),
});
const updateSchema = z.looseObject({ note_type: z.string(), params: z.record(z.string(), z.unknown()) });

function typeProblems(noteType: string, params: Record<string, unknown>): Problem[] {
  const keys = required[noteType];
  if (keys === undefined) return [choiceProblem('note_type')];
  return keys.filter((key) => params[key] === undefined).map((key) => missingProblem(`params.${key}`));
}

function problemsOf(account: Account, kind: EntityKind, input: z.infer<typeof createSchema>): Problem[] {
  const problems = [
    ...typeProblems(input.note_type, input.params),
    ...responsibleProblems(account, input.responsible_user_id),
  ];
  if (account[kind].get(input.entity_id)?.isDeleted !== false) problems.push(choiceProblem('entity_id'));
  return problems;
}

function listNotes(c: ApiContext, kind: EntityKind, entityId: number | null): Response {
  const { account } = c.var;
  const { filter } = parseBrackets(new URL(c.req.url).search);
  const ids = numbersOf(child(filter, 'id'));
  const entities = numbersOf(child(filter, 'entity_id'));
  const types = listOf(child(filter, 'note_type'));
  const updated = rangeOf(child(filter, 'updated_at'));
  const rows = [...account.notes.values()].filter(
    (note) =>
      note.entityType === kind &&
      (entityId === null || note.entityId === entityId) &&
      (ids.length === 0 || ids.includes(note.id)) &&
      (entities.length === 0 || entities.includes(note.entityId)) &&
      (types.length === 0 || types.includes(note.noteType)) &&
      inRange(note.updatedAt, updated),
  );
  sortRows(c, rows, { updated_at: (note) => note.updatedAt, id: (note) => note.id });
  const path = entityId === null ? `/${kind}/notes` : `/${kind}/${entityId}/notes`;
  return listPage(
    c,
    path,
    'notes',
    rows.map((note) => renderNote(account, note)),
  );
}

async function postNotes(
  world: World,
  c: ApiContext,
  kind: EntityKind,
  entityId: number | null,
): Promise<Response> {
  const { account, actor } = c.var;
  const json = await readJson(c);
  if (!json.ok) return json.response;
  const body =
    entityId !== null && Array.isArray(json.value)
      ? json.value.map((item: unknown) =>
          typeof item === 'object' ? { ...item, entity_id: entityId } : item,
        )
      : json.value;
  const parsed = parseItems(body, createSchema, (input) => problemsOf(account, kind, input));
  if (!parsed.ok) return parsed.response;
  const rows = perform(world, account, actor.id, (change) =>
    parsed.value.map(({ value, requestId }) => {
      const note = createNote(change, {
        entityType: kind,
        entityId: value.entity_id,
        noteType: value.note_type,
        params: value.params,
        createdBy: value.created_by,
        responsibleUserId: value.responsible_user_id,
      });
      return {
        id: note.id,
        entity_id: note.entityId,
        request_id: requestId,
        ...selfLink(account, `/${kind}/${note.entityId}/notes/${note.id}`),
      };
    }),
  );
  return hal({ ...selfLink(account, `/${kind}/notes`), _embedded: { notes: rows } });
}

async function patchNote(world: World, c: ApiContext, kind: EntityKind, id: number): Promise<Response> {
  const read = await readObject(c, updateSchema, (input) => typeProblems(input.note_type, input.params));
  if (!read.ok) return read.response;
  const note = c.var.account.notes.get(id);
  if (note === undefined || note.entityType !== kind) return noContent();
  note.noteType = read.value.note_type;
  note.params = read.value.params;
  note.updatedAt = Math.floor(world.nowMs() / 1000);
  note.updatedBy = c.var.actor.id;
  return hal({ id: note.id, entity_id: note.entityId, updated_at: note.updatedAt });
}

export function notesRoutes(world: World, kind: EntityKind): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  const find = (c: ApiContext, id: number): Note | undefined => {
    const note = c.var.account.notes.get(id);
    return note?.entityType === kind ? note : undefined;
  };

  app.get('/notes', (c) => listNotes(c, kind, null));
  app.get('/:entity{[0-9]+}/notes', (c) => listNotes(c, kind, Number(c.req.param('entity'))));
  app.get('/notes/:id{[0-9]+}', (c) => {
    const note = find(c, Number(c.req.param('id')));
    return note === undefined ? noContent() : hal(renderNote(c.var.account, note));
  });
  app.get('/:entity{[0-9]+}/notes/:id{[0-9]+}', (c) => {
    const note = find(c, Number(c.req.param('id')));
    return note === undefined ? noContent() : hal(renderNote(c.var.account, note));
  });
  app.post('/notes', (c) => postNotes(world, c, kind, null));
  app.post('/:entity{[0-9]+}/notes', (c) => postNotes(world, c, kind, Number(c.req.param('entity'))));
  app.patch('/notes/:id{[0-9]+}', (c) => patchNote(world, c, kind, Number(c.req.param('id'))));
  app.patch('/:entity{[0-9]+}/notes/:id{[0-9]+}', (c) =>
    patchNote(world, c, kind, Number(c.req.param('id'))),
  );

  return app;
}
