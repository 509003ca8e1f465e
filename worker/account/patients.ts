import type { ArchimedClient } from '../archimed/client.ts';
import type { ArchimedFailure } from '../archimed/failure.ts';
import type { Medcard } from '../archimed/medcards.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { ok, type Result } from '../shared/result.ts';
import type { PersonFacts } from '../sync/model.ts';
import { sameName } from '../sync/person.ts';
import { normalizePhone } from '../sync/phone.ts';
import type { NewPatient } from '../visits/visits.schemas.ts';

/** Cards that ArchiMed+ already has for this person: same phone, same name, no other birth date. */
export async function knownCards(
  client: ArchimedClient,
  person: NewPatient,
): Promise<Result<Medcard[], ArchimedFailure>> {
  const found = await client.medcards.byPhoneSpellings('click', person.phone);
  return found.ok ? ok(found.value.filter((card) => isSamePerson(card, person))) : found;
}

export function isSamePerson(card: Medcard, person: NewPatient): boolean {
  const facts: PersonFacts = { ...person, phones: [] };
  const otherBirth =
    card.birthDate !== null && person.birthDate !== null && card.birthDate !== person.birthDate;
  return sameName({ ...card }, facts) && !otherBirth;
}

/** As ArchiMed+ takes it; a number that no country has is kept as typed. */
export function phoneForWrite(typed: string): string {
  return normalizePhone(typed) ?? typed.trim();
}

export function sourcesOf(settings: AccountSettings, branchIds: readonly number[]): number[] {
  return [
    ...new Set(
      settings.branches
        .filter((branch) => branch.enabled && branchIds.includes(branch.id))
        .map((branch) => branch.sourceId),
    ),
  ];
}
