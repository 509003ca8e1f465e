import { beforeEach, expect, test } from 'vitest';
import type { FormTree } from '../amocrm/bracket-form.ts';
import { type HookItem, type PackedItem, pack } from '../amocrm/hook-body.ts';
import { rememberDeal } from './deal-memory.ts';
import { acceptHook } from './hook-events.ts';
import { createClinic, FIELDS, inside, link } from './hooks.fixture.ts';
import { contactsOfPhones, dealsOfRecord, noteContact, phoneHash } from './local-index.ts';
import { addOrphans } from './orphans.ts';
import { events, patients } from './schema.ts';

/** Which hooks concern us, and what of them the index takes over while they are answered (product.md §4). */
const DEAL = 41203317;
const CONTACT = 58841203;
const stage = { pipelineId: 10, stageId: 100 };

beforeEach(createClinic);

let clock = 1_795_000_000;
const item = (entity: HookItem['entity'], action: string, id: number, raw: FormTree): PackedItem => {
  clock += 1;
  return pack({ entity, action, id, raw: { id: String(id), last_modified: String(clock), ...raw } });
};
const field = (id: number, values: readonly string[], code = ''): FormTree => ({
  id: String(id),
  code,
  values: Object.fromEntries(values.map((value, index) => [String(index), { value }])),
});
const lead = (action: string, id: number, stageId: number, record: [number, number] | null): PackedItem =>
  item('leads', action, id, {
    pipeline_id: String(stage.pipelineId),
    status_id: String(stageId),
    ...(record === null
      ? {}
      : {
          custom_fields: {
            '0': field(FIELDS.recordId, [String(record[0])]),
            '1': field(FIELDS.branchId, [String(record[1])]),
          },
        }),
  });
const contact = (action: string, id: number, phones: readonly string[], patientId?: number): PackedItem =>
  item('contacts', action, id, {
    custom_fields: {
      '0': field(7, phones, 'PHONE'),
      ...(patientId === undefined ? {} : { '1': field(FIELDS.patientId, [String(patientId)]) }),
    },
  });

test('a deal: our own writes leave nothing, a stage chosen by hand and a foreign record ID do', () =>
  inside(async ({ ctx, kinds }) => {
    link(ctx, 'one', 2283, DEAL);
    rememberDeal(ctx.store, DEAL, stage);
    const own = lead('update', DEAL, 100, [2283, 1]);
    expect(await acceptHook(ctx, [own, lead('status', DEAL, 100, [2283, 1])])).toBe(0);
    expect(dealsOfRecord(ctx.store, 2283, [1])).toEqual([DEAL]);
    ctx.stagesInFlight.set(DEAL, { pipelineId: 10, stageId: 101 });
    expect(await acceptHook(ctx, [lead('status', DEAL, 101, [2283, 1])])).toBe(0);

    // Made in a stage, then moved by us before the first hook came.
    expect(await acceptHook(ctx, [lead('add', DEAL, 99, [2283, 1])])).toBe(0);
    const moved = lead('status', DEAL, 102, [2283, 1]);
    expect(await acceptHook(ctx, [moved, lead('update', DEAL, 102, [2283, 1]), moved])).toBe(1);
    // Another deal with the same record ID: merged, or a copy.
    expect(await acceptHook(ctx, [lead('update', 5, 100, [2283, 1])])).toBe(1);
    expect(dealsOfRecord(ctx.store, 2283, [1])).toEqual([5, DEAL]);
    // A record ID that names no visit of a deal is only taken note of; gone, it is looked at.
    expect(await acceptHook(ctx, [lead('add', 6, 100, [4000, 1]), lead('add', 7, 100, null)])).toBe(0);
    expect(dealsOfRecord(ctx.store, 4000, [1])).toEqual([6]);
    expect(await acceptHook(ctx, [lead('update', 6, 100, null)])).toBe(1);
    expect(await acceptHook(ctx, [item('leads', 'delete', 8, {}), item('leads', 'note', DEAL, {})])).toBe(0);
    expect(kinds()).toEqual(['lead.status_changed', 'lead.updated', 'lead.updated']);
  }));

test('a contact: new phones are taken over at once, lost ones are read again first', () =>
  inside(async ({ ctx, kinds }) => {
    const hash = await ctx.hasher();
    const found = (phone: string) => contactsOfPhones(ctx.store, [phoneHash(phone, hash) ?? '']);
    const [first, second] = ['+7 905 000-11-22', '89050003344'];
    expect(await acceptHook(ctx, [contact('add', CONTACT, [first])])).toBe(0);
    expect(await acceptHook(ctx, [contact('update', CONTACT, [first])])).toBe(0);
    expect(found('8 (905) 000-11-22')).toEqual([CONTACT]);

    expect(await acceptHook(ctx, [contact('update', CONTACT, [second])])).toBe(1);
    expect([found(first), found(second)]).toEqual([[CONTACT], [CONTACT]]);
    expect(await acceptHook(ctx, [item('contacts', 'delete', CONTACT, {})])).toBe(1);
    expect(await acceptHook(ctx, [item('contacts', 'delete', 9, {}), contact('update', 9, [])])).toBe(0);
    expect(kinds()).toEqual(['contact.updated', 'contact.deleted']);
    const kept = JSON.stringify(ctx.store.select().from(events).all());
    expect(kept).not.toMatch(/905|000-11|0003344/);
  }));

test('a contact that carries the patient ID of another one, or of a deleted one, is looked at', () =>
  inside(async ({ ctx }) => {
    ctx.store
      .insert(patients)
      .values({ sourceId: 1, patientId: 721, contactId: CONTACT, written: '{}' })
      .run();
    noteContact(ctx.store, CONTACT, []);
    expect(await acceptHook(ctx, [contact('update', CONTACT, [], 721)])).toBe(0);
    expect(await acceptHook(ctx, [contact('update', 10, [], 721)])).toBe(1);
    expect(await acceptHook(ctx, [contact('update', 11, [], 722)])).toBe(0);
    addOrphans(ctx.store, [{ sourceId: 1, patientId: 722, written: '{}', at: 0 }]);
    expect(await acceptHook(ctx, [contact('update', 11, [], 722)])).toBe(1);
  }));

test('settings that cannot be read keep the event, to be decided upon later', () =>
  inside(async ({ ctx, kinds }) => {
    ctx.settingsAtHand = () => null;
    ctx.settings = () => Promise.reject(new Error('D1 is away'));
    expect(await acceptHook(ctx, [lead('add', 7, 100, null), contact('add', 12, [])])).toBe(2);
    expect(kinds()).toEqual(['lead.added', 'contact.added']);
  }));
