import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ContactView, LeadView } from './model.ts';
import { contact, FIELD, fieldValue, lead, person } from './testing.ts';
import { leadOfVisit, matchInput, matching, runMatch } from './testing-match.ts';

/** Visits matched one after another in one small world, each result applied before the next visit is looked at. */
type Visit = { talonId: number; patientId: number; family: number; first: string; birthDate: string | null };
type World = {
  contacts: ContactView[];
  leads: LeadView[];
  /** talon → deal */
  links: Map<number, number>;
  /** patient → contact */
  patients: Map<number, number>;
};

const phoneOf = (family: number) => `+7905000${1000 + family}`;
const lastNameOf = (family: number) => ['Лебедева', 'Громова', 'Седова'][family] ?? 'Орлова';

const visits = fc
  .uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 })
  .chain((talons) =>
    fc.tuple(
      ...talons.map((talonId) =>
        fc.record({
          talonId: fc.constant(talonId),
          family: fc.integer({ min: 0, max: 2 }),
          first: fc.constantFrom('Ирина', 'Ольга'),
          birthDate: fc.constantFrom(null, '1990-05-17'),
        }),
      ),
    ),
  )
  .map((list): Visit[] =>
    // One patient for each name of a family.
    list.map((one) => ({ ...one, patientId: one.family * 10 + (one.first === 'Ирина' ? 1 : 2) })),
  );

const startWorld = fc
  .array(
    fc.record({
      family: fc.integer({ min: 0, max: 2 }),
      first: fc.constantFrom('Ирина', 'Ольга', ''),
      deals: fc.integer({ min: 0, max: 2 }),
    }),
    { maxLength: 4 },
  )
  .map((people) => {
    const contacts = people.map(({ family, first }, index) =>
      contact({
        id: 70 + index,
        name: first === '' ? '' : `${lastNameOf(family)} ${first}`,
        phones: [phoneOf(family)],
      }),
    );
    const leads = people.flatMap(({ deals }, index) =>
      Array.from({ length: deals }, (_, place) =>
        lead({ id: 100 + index * 10 + place, contactId: 70 + index, createdAt: 100 + place }),
      ),
    );
    return { contacts, leads };
  });

const newWorld = (from: { contacts: ContactView[]; leads: LeadView[] }): World => ({
  contacts: [...from.contacts],
  leads: [...from.leads],
  links: new Map(),
  patients: new Map(),
});

const rules = fc.record({
  policy: fc.constantFrom('many' as const, 'one' as const, 'new-after-completed' as const),
  search: fc.boolean(),
  idIsEnough: fc.boolean(),
});
type Rules = typeof rules extends fc.Arbitrary<infer T> ? T : never;

/** What amoCRM holds after the visit's event; the ids of what is created tell whose it is. */
function carryOut(world: World, visit: Visit, { policy, ...settings }: Rules) {
  const of = person({
    lastName: lastNameOf(visit.family),
    firstName: visit.first,
    birthDate: visit.birthDate,
    phones: [phoneOf(visit.family)],
  });
  const linked = world.links.get(visit.talonId);
  const { result } = runMatch(
    matchInput({
      talonId: visit.talonId,
      link: linked === undefined ? null : { dealId: linked, suspended: false },
      policy,
      settings: matching(settings),
      dealVisits: (dealId) => {
        const any = [...world.links.values()].includes(dealId);
        return { open: any, finalOnly: false, unwritten: false };
      },
    }),
    {
      linkedLead: world.leads.find(({ id }) => id === linked) ?? null,
      byRecordId: world.leads,
      patientContact: world.patients.get(visit.patientId) ?? null,
      person: of,
      byPhone: world.contacts.filter(({ phones }) => phones.includes(phoneOf(visit.family))),
      leadsOf: Object.fromEntries(
        world.contacts.map(({ id }) => [id, world.leads.filter((one) => one.contactId === id)]),
      ),
    },
  );
  if (result.kind === 'deal') {
    link(world, visit, result.lead.id, result.lead.contactId);
  } else if (result.kind === 'create') {
    const contactId = result.contact?.id ?? 1000 + visit.patientId;
    if (!result.contact) {
      const { lastName, firstName, phones } = of;
      world.contacts.push(contact({ id: contactId, name: `${lastName} ${firstName}`, phones }));
    }
    const made = leadOfVisit(visit.talonId, 1, { id: 5000 + visit.talonId, contactId });
    world.leads.push(made);
    link(world, visit, made.id, contactId);
  }
  return result;
}

function link(world: World, visit: Visit, dealId: number, contactId: number | null): void {
  world.links.set(visit.talonId, dealId);
  world.leads = world.leads.map((one) =>
    one.id === dealId
      ? {
          ...one,
          fields: new Map([
            [FIELD.recordId, fieldValue(visit.talonId)],
            [FIELD.branchId, fieldValue(1)],
          ]),
        }
      : one,
  );
  if (contactId !== null && !world.patients.has(visit.patientId)) {
    world.patients.set(visit.patientId, contactId);
  }
}

test('never two deals for one visit, and never two contacts for one patient', () => {
  fc.assert(
    fc.property(startWorld, visits, rules, (start, list, how) => {
      const world = newWorld(start);
      // Every event comes again, later or at once.
      for (const visit of [...list, ...list]) {
        carryOut(world, visit, how);
      }
      const made = world.leads.map(({ id }) => id).filter((id) => id >= 5000);
      expect(new Set(made).size).toBe(made.length);
      const contacts = world.contacts.map(({ id }) => id);
      expect(new Set(contacts).size).toBe(contacts.length);
    }),
  );
});

test('a visit whose link was lost finds the deal that carries its record ID again', () => {
  fc.assert(
    fc.property(startWorld, visits, rules, (start, list, how) => {
      const world = newWorld(start);
      for (const visit of list) {
        const first = carryOut(world, visit, how);
        const dealId = world.links.get(visit.talonId);
        world.links.delete(visit.talonId);
        const again = carryOut(world, visit, how);
        expect(again.kind).toBe(first.kind === 'create' ? 'deal' : first.kind);
        expect(world.links.get(visit.talonId)).toBe(dealId);
      }
    }),
  );
});

test('deciding twice on the applied state yields no action: the same deal, neither found nor made anew', () => {
  fc.assert(
    fc.property(startWorld, visits, rules, (start, list, how) => {
      const world = newWorld(start);
      for (const visit of list) {
        carryOut(world, visit, how);
      }
      const before = JSON.stringify([world.leads.length, world.contacts.length, [...world.links]]);
      for (const visit of list.filter(({ talonId }) => world.links.has(talonId))) {
        expect(carryOut(world, visit, how)).toMatchObject({
          kind: 'deal',
          found: false,
          lead: { id: world.links.get(visit.talonId) },
        });
      }
      expect(JSON.stringify([world.leads.length, world.contacts.length, [...world.links]])).toBe(before);
    }),
  );
});

test('the order of unrelated events does not matter', () => {
  fc.assert(
    fc.property(startWorld, visits, rules, (start, list, how) => {
      // One visit of each family: nothing of one is anything of another.
      const unrelated = [...new Map(list.map((visit) => [visit.family, visit])).values()];
      const outcome = (order: readonly Visit[]) => {
        const world = newWorld(start);
        for (const visit of order) {
          carryOut(world, visit, how);
        }
        return [
          [...world.links].toSorted(),
          [...world.patients].toSorted(),
          world.leads.map(({ id }) => id).toSorted(),
          world.contacts.map(({ id }) => id).toSorted(),
        ];
      };
      expect(outcome(unrelated.toReversed())).toEqual(outcome(unrelated));
    }),
  );
});
