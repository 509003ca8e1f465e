import { Hono } from 'hono';
import type { Account, EntityKind, Note } from '../core/model.ts';
import { createNote, updateNote } from '../core/notes.ts';
import { perform, type World } from '../core/world.ts';
import { child, inRange, listOf, numbersOf, parseBrackets, rangeOf } from '../http/brackets.ts';
import type { ApiContext, ApiEnv } from '../http/env.ts';
import { hal, listPage, noContent, selfLink, sortRows } from '../http/hal.ts';
import { choiceProblem, type Problem } from '../http/problem.ts';
import { parseItems, readItems, readJson, readObject } from '../http/validation.ts';
import { responsibleProblems } from './entity-input.ts';
import { type NoteCreate, type NoteUpdate, noteCreateSchema, noteUpdateSchema } from './note-input.ts';
import { renderNote } from './render.ts';

function createProblems(account: Account, kind: EntityKind, input: NoteCreate): Problem[] {
  const problems = responsibleProblems(account, input.responsible_user_id);
  if (account[kind].get(input.entity_id)?.isDeleted !== false) problems.push(choiceProblem('entity_id'));
  return problems;
}

/** A note of this kind and, where the address names one, of this entity. */
function findNote(account: Account, kind: EntityKind, entityId: number | null, id: number): Note | undefined {
  const note = account.notes.get(id);
  if (note?.entityType !== kind || (entityId !== null && note.entityId !== entityId)) return undefined;
  return note;
}

/** The entity of the address goes into every item of the body. */
function withEntity(body: unknown, entityId: number | null): unknown {
  if (entityId === null || !Array.isArray(body)) return body;
  return body.map((item: unknown) => (typeof item === 'object' ? { ...item, entity_id: entityId } : item));
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
  const parsed = parseItems(withEntity(json.value, entityId), noteCreateSchema, (input) =>
    createProblems(account, kind, input),
  );
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

function update(world: World, c: ApiContext, note: Note, input: NoteUpdate): Record<string, unknown> {
  const { account, actor } = c.var;
  const patch = { noteType: input.note_type, params: input.params };
  perform(world, account, actor.id, (change) => updateNote(change, note, patch));
  return {
    id: note.id,
    entity_id: note.entityId,
    updated_at: note.updatedAt,
    ...selfLink(account, `/${note.entityType}/${note.entityId}/notes/${note.id}`),
  };
}

async function patchNote(world: World, c: ApiContext, kind: EntityKind, entityId: number | null) {
  const id = Number(c.req.param('id'));
  const note = findNote(c.var.account, kind, entityId, id);
  const check = (): Problem[] => (note === undefined ? [choiceProblem('id')] : []);
  const read = await readObject(c, noteUpdateSchema, check, { id });
  if (!read.ok) return read.response;
  return note === undefined ? noContent() : hal(update(world, c, note, read.value));
}

async function patchNotes(world: World, c: ApiContext, kind: EntityKind, entityId: number | null) {
  const { account } = c.var;
  const find = (id: number): Note | undefined => findNote(account, kind, entityId, id);
  const check = (input: NoteUpdate): Problem[] => (find(input.id) === undefined ? [choiceProblem('id')] : []);
  const read = await readItems(c, noteUpdateSchema, check);
  if (!read.ok) return read.response;
  const rows = read.value.flatMap(({ value }) => {
    const note = find(value.id);
    return note === undefined ? [] : [update(world, c, note, value)];
  });
  return hal({ ...selfLink(account, `/${kind}/notes`), _embedded: { notes: rows } });
}

export function notesRoutes(world: World, kind: EntityKind): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  const entityOf = (c: ApiContext): number | null => {
    const entity = c.req.param('entity');
    return entity === undefined ? null : Number(entity);
  };

  for (const prefix of ['', '/:entity{[0-9]+}']) {
    app.get(`${prefix}/notes`, (c) => listNotes(c, kind, entityOf(c)));
    app.get(`${prefix}/notes/:id{[0-9]+}`, (c) => {
      const note = findNote(c.var.account, kind, entityOf(c), Number(c.req.param('id')));
      return note === undefined ? noContent() : hal(renderNote(c.var.account, note));
    });
    app.post(`${prefix}/notes`, (c) => postNotes(world, c, kind, entityOf(c)));
    app.patch(`${prefix}/notes`, (c) => patchNotes(world, c, kind, entityOf(c)));
    app.patch(`${prefix}/notes/:id{[0-9]+}`, (c) => patchNote(world, c, kind, entityOf(c)));
  }

  return app;
}
