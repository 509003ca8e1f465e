import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type MatchInput, matchDeal } from './match.ts';
import { isClosedStage, type LeadView } from './model.ts';
import { contact, FIELD, fieldValue, lead, PIPELINE, person, STAGES } from './testing.ts';
import { type MatchWorld, matchInput, runMatch } from './testing-match.ts';

const deals = (from: number): fc.Arbitrary<LeadView[]> =>
  fc
    .array(
      fc.record({
        statusId: fc.constantFrom(STAGES.first, STAGES.booked, 142, 143),
        createdAt: fc.constantFrom(100, 200),
        updatedAt: fc.constantFrom(100, 200),
        recordId: fc.constantFrom(null, 2283, 999),
        branchId: fc.constantFrom(null, 1, 2, 9),
      }),
      { maxLength: 4 },
    )
    .map((list) =>
      list.map(({ recordId, branchId, ...rest }, index) =>
        lead({
          ...rest,
          id: from + index,
          fields: new Map([
            ...(recordId === null ? [] : [[FIELD.recordId, fieldValue(recordId)] as const]),
            ...(branchId === null ? [] : [[FIELD.branchId, fieldValue(branchId)] as const]),
          ]),
        }),
      ),
    );

const names = ['Лебедева Ирина', 'Ирина', 'Лебедева Ольга', ''];
const world: fc.Arbitrary<Required<Omit<MatchWorld, 'gone'>>> = fc.record({
  linkedLead: fc.option(fc.constant(lead({ id: 5 }))),
  byRecordId: deals(100),
  patientContact: fc.constantFrom(null, 77, 78),
  person: fc.option(fc.constantFrom(person(), person({ phones: [] }), person({ birthDate: null }))),
  byPhone: fc
    .tuple(
      ...[77, 78, 79].map((id) => fc.option(fc.constantFrom(...names).map((name) => contact({ id, name })))),
    )
    .map((list) => list.filter((one) => one !== null)),
  leadsOf: fc.record({ 77: deals(200), 78: deals(300), 79: deals(400) }),
});

const input: fc.Arbitrary<Omit<MatchInput, 'reads'>> = fc
  .record({
    link: fc.option(fc.record({ dealId: fc.constant(5), suspended: fc.boolean() })),
    create: fc.record({ allowed: fc.boolean(), stageChosen: fc.boolean() }),
    policy: fc.constantFrom('many' as const, 'one' as const, 'new-after-completed' as const),
    visits: fc.record({ open: fc.boolean(), finalOnly: fc.boolean(), unwritten: fc.boolean() }),
    decided: fc.constantFrom(null, null, null, 'new' as const, { contactId: 78 }),
    refused: fc.subarray([100, 200, 201, 300]),
    settings: fc.record({
      search: fc.boolean(),
      idIsEnough: fc.boolean(),
      keepTitle: fc.boolean(),
      priority: fc.constantFrom('earliest' as const, 'latest' as const, 'updated' as const),
      stages: fc.option(
        fc
          .subarray([STAGES.first, STAGES.booked, 143])
          .map((ids) => ids.map((stageId) => ({ pipelineId: PIPELINE, stageId }))),
      ),
    }),
  })
  .map(({ visits, refused, ...rest }) =>
    matchInput({ ...rest, dealVisits: () => visits, isRefused: (id) => refused.includes(id) }),
  );

test('it comes to a decision, asking nothing twice, and the same reads are the same decision', () => {
  fc.assert(
    fc.property(input, world, (given, all) => {
      // `runMatch` throws on a repeated question.
      const { result, reads } = runMatch(given, all);
      expect(matchDeal({ ...given, reads })).toEqual(result);
      expect(result.reasons.length).toBeGreaterThan(0);
    }),
  );
});

test('in which order the systems list what they have decides nothing', () => {
  fc.assert(
    fc.property(input, world, (given, all) => {
      const turned: MatchWorld = {
        ...all,
        byRecordId: all.byRecordId.toReversed(),
        byPhone: all.byPhone.toReversed(),
        leadsOf: Object.fromEntries(Object.entries(all.leadsOf).map(([id, list]) => [id, list.toReversed()])),
      };
      const outcome = (from: MatchWorld) => {
        const { result } = runMatch(given, from);
        switch (result.kind) {
          case 'deal':
            return [result.kind, result.lead.id];
          case 'create':
            return [result.kind, result.contact?.id];
          case 'doubt':
            return [result.kind, ...result.candidates];
          default:
            return [result.kind];
        }
      };
      expect(outcome(turned)).toEqual(outcome(all));
    }),
  );
});

test('reads that nobody asked for change nothing', () => {
  fc.assert(
    fc.property(input, world, (given, all) => {
      const { result } = runMatch(given, all);
      const everything = matchDeal({
        ...given,
        reads: {
          linkedLead: all.linkedLead,
          leadsByRecordId: all.byRecordId,
          patientContactId: all.patientContact,
          person: all.person,
          contactsByPhone: all.byPhone,
          contacts: new Map(
            [77, 78].map((id) => [id, all.byPhone.find((one) => one.id === id) ?? contact({ id })]),
          ),
          leadsOfContact: new Map(Object.entries(all.leadsOf).map(([id, list]) => [Number(id), list])),
        },
      });
      expect(everything).toEqual(result);
    }),
  );
});

test('what may never happen', () => {
  fc.assert(
    fc.property(input, world, (given, all) => {
      const { result } = runMatch(given, all);
      if (result.kind === 'create') {
        expect(given.create).toEqual({ allowed: true, stageChosen: true });
        expect(given.link).toBeNull();
      }
      if (result.kind === 'deal' && result.found) {
        const byRecord = result.reasons.at(-1)?.code === 'match.record_id';
        expect(given.settings.search || byRecord).toBe(true);
        if (isClosedStage(result.lead.statusId) && !(byRecord && given.settings.idIsEnough)) {
          expect(given.settings.stages?.map((stage) => stage.stageId)).toContain(result.lead.statusId);
        }
      }
      if (result.kind === 'deal' && result.found) {
        expect(given.isRefused(result.lead.id)).toBe(false);
      }
      if (result.kind === 'doubt') {
        expect(given.decided).toBeNull();
      }
      if (given.link && result.kind === 'deal') {
        expect(result).toMatchObject({ found: false, lead: { id: given.link.dealId } });
      }
      if (given.link?.suspended) {
        expect(result.kind).toBe('none');
      }
    }),
  );
});
