import { beforeEach, expect, test } from 'vitest';
import type { Lead } from '../amocrm/leads.ts';
import { dealMemory, rememberDeal } from './deal-memory.ts';
import { createClinic, FIELDS, inside, link } from './hooks.fixture.ts';
import { relink, winners } from './lead-links.ts';
import { dealsOfRecord, noteDealRecord } from './local-index.ts';
import { visitById } from './mirror.ts';
import { refusedLinks } from './schema.ts';

/** What becomes of a deal's visits and of what is remembered of it when it is merged (product.md §3.4). */
beforeEach(createClinic);

const [LOSER, WINNER] = [41203317, 41203318];
const numeric = (fieldId: number, value: string) => ({
  fieldId,
  code: null,
  type: 'numeric',
  values: [{ value, enumId: null, enumCode: null }],
});
const winner: Lead = {
  id: WINNER,
  name: 'Заявка',
  price: 0,
  responsibleUserId: 1,
  pipelineId: 10,
  statusId: 102,
  createdAt: 0,
  updatedAt: 0,
  closedAt: null,
  isDeleted: false,
  fields: [numeric(FIELDS.recordId, '2283'), numeric(FIELDS.branchId, '1')],
  contacts: [],
};
const memory = { lastVisitId: 'one', lastStatus: '2', written: '{"lead.room":"#a"}' };

test('visits and memory go over, each visit is applied anew', () =>
  inside(async ({ ctx, settings, kinds }) => {
    link(ctx, 'one', 2283, LOSER);
    link(ctx, 'two', 2284, LOSER);
    rememberDeal(ctx.store, LOSER, { ...memory, pipelineId: 10, stageId: 100 });
    noteDealRecord(ctx.store, LOSER, { branchId: 1, talonId: 2283 });
    noteDealRecord(ctx.store, WINNER, { branchId: 1, talonId: 2283 });
    expect(winners(ctx, settings, LOSER)).toEqual([WINNER]);

    const decision = relink(ctx, settings, LOSER, winner);
    expect(decision.reasons.map(({ code }) => code)).toEqual(['lead.merged']);
    for (const id of ['one', 'two']) {
      expect(visitById(ctx.store, id)).toMatchObject({ dealId: WINNER, linkState: 'active' });
    }
    // The stage that people chose for the winner is the one that is known.
    expect(dealMemory(ctx.store, WINNER)).toEqual({ id: WINNER, ...memory, pipelineId: 10, stageId: 102 });
    expect(dealMemory(ctx.store, LOSER)).toBeNull();
    expect(dealsOfRecord(ctx.store, 2283, [1])).toEqual([WINNER]);
    expect(kinds()).toEqual(['visit.changed', 'visit.changed']);
  }));

test('a winner that has a last pair of its own keeps it', () =>
  inside(async ({ ctx, settings }) => {
    link(ctx, 'one', 2283, LOSER);
    rememberDeal(ctx.store, LOSER, memory);
    rememberDeal(ctx.store, WINNER, { lastVisitId: 'other', lastStatus: '5', pipelineId: 10, stageId: 104 });
    relink(ctx, settings, LOSER, winner);
    expect(dealMemory(ctx.store, WINNER)).toMatchObject({
      lastVisitId: 'other',
      lastStatus: '5',
      stageId: 104,
    });
  }));

test('a link that a person undid is not made again', () =>
  inside(async ({ ctx, settings, kinds }) => {
    link(ctx, 'one', 2283, LOSER);
    ctx.store.insert(refusedLinks).values({ visitId: 'one', dealId: WINNER, at: 0 }).run();
    expect(relink(ctx, settings, LOSER, winner)).toMatchObject({
      actions: [],
      reasons: [{ code: 'lead.relink_refused' }],
    });
    expect(visitById(ctx.store, 'one')).toMatchObject({ dealId: LOSER, linkState: 'suspended' });
    expect(kinds()).toEqual([]);
  }));
