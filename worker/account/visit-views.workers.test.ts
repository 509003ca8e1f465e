import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { variables } from '../http/api.fixture.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { inNewObject } from './context.fixture.ts';
import { problem } from './failures.ts';
import { insertedEvent } from './inbox.ts';
import { insertVisit } from './mirror.ts';
import { events } from './schema.ts';
import { readVisit } from './visit-views.ts';

/** How the page that waits in «проверяем…» learns what became of a click. */
beforeAll(() => {
  Object.assign(env, variables);
});
const branch = { id: 1, sourceId: 1, title: 'Центр', timeZone: 'Europe/Moscow', enabled: true };
const settings = { branches: [branch] } as unknown as AccountSettings;

const taken = problem(409, 'visits.slot_taken', 'Это время уже занято.', { nearest: [] });
type Click = { kind: string; outcome: 'pending' | 'done' | 'failed' };

function toldAfter(...clicks: Click[]) {
  return inNewObject(1_795_000_000_000, async (ctx) => {
    ctx.archimed = async () => null;
    insertVisit(ctx.store, {
      ...{ id: 'v', sourceId: branch.sourceId, talonId: 2283, branchId: branch.id, state: 'booked' as const },
      ...{ bookedByUs: true, bookedAt: 0, dealId: null, patientId: null, doctorId: 5, date: '2026-11-27' },
      ...{ begin: '10:00', end: '10:30', room: '', statusId: null, deleted: false, contentHash: '' },
    });
    for (const { kind, outcome } of clicks) {
      const made = insertedEvent(ctx.store, {
        kind,
        lane: 'visit:v',
        at: 0,
        payload: {},
        visitId: 'v',
        dueAt: 0,
      });
      const reply = outcome === 'failed' ? JSON.stringify(taken) : null;
      ctx.store.update(events).set({ outcome, reply }).where(eq(events.id, made.id)).run();
    }
    const reply = await readVisit(ctx, settings, 'v', [branch.id]);
    return reply.ok ? (reply.value.failure?.code ?? null) : reply.error.code;
  });
}

test('a move that came to nothing after a while is not told as done', async () => {
  const booked: Click = { kind: 'click.book', outcome: 'done' };
  const refused: Click = { kind: 'click.move', outcome: 'failed' };
  expect(await toldAfter(booked, refused)).toBe('visits.slot_taken');
  expect(await toldAfter(booked, { kind: 'click.cancel', outcome: 'failed' })).toBe('visits.slot_taken');
  // What was refused before says nothing about the present one.
  expect(await toldAfter(booked, refused, { kind: 'click.move', outcome: 'pending' })).toBeNull();
  expect(await toldAfter(booked, refused, { kind: 'click.change', outcome: 'done' })).toBeNull();
  expect(await toldAfter(booked)).toBeNull();
});
