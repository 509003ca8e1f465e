import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Meaning } from '../settings/statuses.schemas.ts';
import { isClosedStage, type LeadView, type VisitFacts } from './model.ts';
import { type PlanInput, planDeal, type VisitEventKind } from './plan.ts';
import {
  contact,
  FIELD,
  fieldValue,
  lead,
  NOW,
  planInput,
  STAGES,
  STATUS,
  stageRules,
  visit,
} from './testing.ts';
import { applied, planned } from './testing-plan.ts';

const kinds: VisitEventKind[] = [
  'visit.created',
  'visit.changed',
  'visit.moved',
  'visit.status_changed',
  'visit.cancelled',
  'visit.deleted',
  'visit.restored',
];
const statuses: Pick<VisitFacts, 'statusId' | 'statusName' | 'meaning'>[] = [
  { statusId: STATUS.booked, statusName: 'Запись', meaning: 'booked' },
  { statusId: STATUS.confirmed, statusName: 'Подтверждён', meaning: 'confirmed' },
  { statusId: STATUS.arrived, statusName: 'Пациент пришёл', meaning: 'arrived' },
  { statusId: STATUS.cancelled, statusName: 'Отменён', meaning: 'cancelled' },
  { statusId: STATUS.completed, statusName: 'Приём состоялся', meaning: 'completed' },
];
const priceList = ['Приём кардиолога', 'ЭКГ', 'УЗИ сердца'].map((name, index) => ({
  id: index,
  code: String(index),
  name,
  price: 1000 * (index + 1),
  durationMinutes: 20,
  groupIds: [],
}));

const facts = (id: string): fc.Arbitrary<VisitFacts> =>
  fc
    .record({
      status: fc.constantFrom(...statuses),
      date: fc.constantFrom('2026-11-20', '2026-11-23', '2026-11-27', '2026-12-10'),
      begin: fc.constantFrom('09:00', '14:30'),
      doctorName: fc.constantFrom('', 'Орлова Анна Сергеевна', 'Громов Олег'),
      room: fc.constantFrom('', 'Кабинет № 2', 'Кабинет № 5'),
      deleted: fc.boolean(),
      services: fc.option(fc.subarray(priceList)),
      comment: fc.option(fc.constantFrom('', 'звонить вечером')),
    })
    .map(({ status, ...rest }) => visit({ id, talonId: id === 'visit-1' ? 2283 : 3001, ...status, ...rest }));

const deal: fc.Arbitrary<LeadView> = fc
  .record({
    statusId: fc.constantFrom(...Object.values(STAGES), 142, 143),
    price: fc.constantFrom(0, 1000, 4000),
    room: fc.option(fc.constantFrom('Кабинет № 2', 'у окна')),
    recordId: fc.option(fc.constantFrom('2283', 2283, '7')),
  })
  .map(({ statusId, price, room, recordId }) =>
    lead({
      statusId,
      price,
      fields: new Map([
        ...(room === null ? [] : [[FIELD.room, fieldValue(room)] as const]),
        ...(recordId === null ? [] : [[FIELD.recordId, fieldValue(recordId)] as const]),
      ]),
    }),
  );

const situation: fc.Arbitrary<PlanInput> = fc
  .record({
    kind: fc.constantFrom(...kinds),
    own: facts('visit-1'),
    other: fc.option(facts('visit-2')),
    deal,
    task: fc.constantFrom(
      { id: null, shows: null, done: false },
      { id: 5, shows: null, done: false },
      { id: 5, shows: null, done: true },
    ),
    last: fc.constantFrom(
      { lastVisitId: null, lastStatus: null },
      { lastVisitId: 'visit-1', lastStatus: '1' },
      { lastVisitId: 'visit-2', lastStatus: 'deleted' },
    ),
    newlyFound: fc.boolean(),
    keepTitle: fc.boolean(),
  })
  .map(({ kind, own, other, deal, task, last, newlyFound, keepTitle }) => {
    const base = planInput({
      event: { kind, at: NOW },
      own,
      ownTask: task,
      visits: other ? [other, own] : [own],
      facts: new Map(other ? [[other.id, other]] : []),
      lead: deal,
      newlyFound,
      memory: { ...last, written: {}, contactWritten: {} },
    });
    return { ...base, settings: { ...base.settings, matching: { ...base.settings.matching, keepTitle } } };
  });

test('deciding again on the applied state yields no action', () => {
  fc.assert(
    fc.property(situation, (input) => {
      const again = planned(planDeal(applied(input, planned(planDeal(input)))));
      expect(again.lead).toEqual({ fields: [], price: null, stage: null, name: null });
      expect(again.contact.fields).toEqual([]);
      // Marks of the event keep note and task move from a second time; nothing else may be left to do.
      expect(
        again.actions.map((action) => action.kind).filter((kind) => kind !== 'note' && kind !== 'task.move'),
      ).toEqual([]);
      expect(again.memory.lastVisitId).not.toBeNull();
    }),
  );
});

test('a later reading of the same facts is no action at all', () => {
  fc.assert(
    fc.property(situation, (input) => {
      const state = applied(input, planned(planDeal(input)));
      const quiet = planned(planDeal({ ...state, event: { kind: 'visit.changed', at: NOW + 60_000 } }));
      expect(quiet.actions).toEqual([]);
      expect(quiet.reasons.at(-1)?.code).toBe('plan.nothing');
    }),
  );
});

test('the same input is the same decision', () => {
  fc.assert(
    fc.property(situation, (input) => {
      const turned = { ...input, visits: input.visits.toReversed() };
      expect(planDeal(turned)).toEqual(planDeal(input));
    }),
  );
});

test('whatever a manager does to fields, budget, title and stage stands while ArchiMed+ says the same', () => {
  const edits = fc.record({
    statusId: fc.constantFrom(...Object.values(STAGES)),
    price: fc.integer({ min: 0, max: 10_000 }),
    cleared: fc.subarray([FIELD.recordId, FIELD.doctor, FIELD.room, FIELD.status, FIELD.services]),
    room: fc.string(),
  });
  fc.assert(
    fc.property(situation, edits, (input, edit) => {
      const state = applied(input, planned(planDeal(input)));
      const fields = new Map([...state.lead.fields, [FIELD.room, fieldValue(edit.room)]]);
      for (const id of edit.cleared) {
        fields.delete(id);
      }
      const edited: PlanInput = {
        ...state,
        event: { kind: 'visit.changed', at: NOW + 60_000 },
        newlyFound: false,
        lead: { ...state.lead, name: 'по-своему', statusId: edit.statusId, price: edit.price, fields },
        contact: contact(),
      };
      expect(planned(planDeal(edited)).actions).toEqual([]);
    }),
  );
});

test('what ArchiMed+ does not tell is neither written nor cleared', () => {
  fc.assert(
    fc.property(situation, (input) => {
      const unknown = (of: VisitFacts): VisitFacts => ({
        ...of,
        services: null,
        comment: null,
        doctorName: '',
      });
      const plan = planned(
        planDeal({
          ...input,
          own: unknown(input.own),
          facts: new Map([...input.facts].map(([id, of]) => [id, unknown(of)])),
        }),
      );
      const touched = plan.lead.fields.map((field) => field.fieldId);
      expect(touched).not.toContain(FIELD.services);
      expect(touched).not.toContain(FIELD.comment);
      expect(touched).not.toContain(FIELD.doctor);
      expect(plan.lead.price).toBeNull();
    }),
  );
});

test('a deal moves at most once for a pair of visit and status, and never out of a closed stage', () => {
  const step = fc.record({
    status: fc.constantFrom(...statuses),
    deleted: fc.boolean(),
    /** A manager's move before the event. */
    byHand: fc.option(fc.constantFrom(...Object.values(STAGES), 143)),
  });
  const pairOf = (of: { statusId: number; deleted: boolean }) =>
    of.deleted ? 'deleted' : String(of.statusId);
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let state = planInput();
      let last: string | null = null;
      for (const { status, deleted, byHand } of steps) {
        const own = visit({ ...status, deleted });
        const before = { ...state.lead, statusId: byHand ?? state.lead.statusId };
        const input: PlanInput = {
          ...state,
          event: { kind: 'visit.status_changed', at: NOW },
          own,
          visits: [own],
          lead: before,
        };
        const plan = planned(planDeal(input));
        if (plan.lead.stage) {
          expect(pairOf(own)).not.toBe(last);
          expect(isClosedStage(before.statusId)).toBe(false);
          expect(stageRules().statuses.rows).toContainEqual(
            expect.objectContaining({ stageId: plan.lead.stage.stageId }),
          );
        } else if (pairOf(own) !== last) {
          expect(plan.reasons.map((reason) => reason.code)).toContainEqual(
            expect.stringMatching(/^stage\.(already|closed)$/),
          );
        }
        last = pairOf(own);
        state = applied(input, plan);
      }
    }),
  );
});

test('a task is created only for a visit that has none and is not over; a finished one is never touched', () => {
  const over: (Meaning | null)[] = ['cancelled', 'completed', 'no-show'];
  fc.assert(
    fc.property(situation, (input) => {
      const { task } = planned(planDeal(input));
      const ended = input.own.deleted || over.includes(input.own.meaning);
      if (input.ownTask.done || input.ownTask.id === null) {
        expect(
          task === null || (task.do === 'create' && input.event.kind === 'visit.created' && !ended),
        ).toBe(true);
      } else {
        expect(task?.do === 'complete').toBe(ended);
      }
    }),
  );
});
