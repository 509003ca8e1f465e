import { hasMarker } from '../clicks.ts';
import { OLD_TALONS } from '../clinic.ts';
import { differs, present, stateOf } from '../ledger.ts';
import type { Evidence } from './evidence.ts';
import type { Say } from './verdict.ts';

/** «Проверьте запись на ресепшене»: nobody was told that there is none. */
const UNKNOWN = 'visits.unknown';

/** One click, one visit (product.md 3.1): what the manager was told is what the clinic holds. */
export function judgeClicks({ ledger, clinic, account, links }: Evidence, say: Say): void {
  for (const click of ledger.clicks) {
    const { marker, final, person } = click;
    const made = clinic.talons.filter(({ info }) => hasMarker(info, marker));
    const told = final === null ? 'nothing' : `${final.status} ${final.code ?? ''} ${final.talonId ?? ''}`;
    const ids = made.map(({ id }) => id).join(', ');
    if (made.length > 1) say('doubled', 'talon', `${marker}: talons ${ids} for one click`, { person });
    const refusal = click.answers.find(
      ({ status }) => typeof status === 'number' && status >= 400 && status < 500,
    );
    if (refusal && final?.talonId) {
      say('wrong', 'answer', `${marker}: was once refused (${refusal.code}), yet answered ${told}`, {
        person,
      });
    }
    if (final === null) {
      say('lost', 'answer', `${marker}: no final answer, talons: ${ids || 'none'}`, { person });
    } else if (final.talonId === null && made.length > 0 && final.code !== UNKNOWN) {
      say('wrong', 'answer', `${marker}: was answered ${told}, yet talon ${ids} was made`, { person });
    } else if (final.talonId !== null && made.length === 0) {
      say('lost', 'talon', `${marker}: was answered ${told}, the clinic has no such talon`, { person });
    } else if (final.talonId !== null && !made.some(({ id }) => id === final.talonId)) {
      say('wrong', 'answer', `${marker}: was answered ${told}, the talon is ${ids}`, { person });
    }
  }
  judgeSlots(clinic.talons, say);
  for (const person of account.persons) {
    const cards = clinic.medcards.filter(
      ({ lastName, firstName }) => lastName === person.lastName && firstName === person.firstName,
    );
    if (cards.length > 1) {
      const ids = cards.map(({ id }) => id).join(', ');
      say('doubled', 'patient', `${person.lastName}: medcards ${ids}`, { person: person.index });
    }
  }
  for (const talon of clinic.talons) {
    const visit = ledger.visits.get(talon.id);
    if (visit && differs(present(visit), stateOf(talon, 0, false))) {
      const found = JSON.stringify(stateOf(talon, 0, false));
      say('wrong', 'talon', `talon ${talon.id} was changed by nobody: ${found}`, {
        person: visit.person,
        dealId: links.get(talon.id),
      });
    }
    if (!visit && !isOld(talon.id)) {
      say('doubled', 'talon', `talon ${talon.id} (${talon.info}) was made by nobody`);
    }
  }
}

function isOld(talonId: number): boolean {
  return OLD_TALONS.some((id) => id === talonId);
}

function judgeSlots(talons: Evidence['clinic']['talons'], say: Say): void {
  const holding = talons.filter(({ deleted, statusId }) => !deleted && statusId !== 4);
  const bySlot = Map.groupBy(holding, ({ doctorId, date, begin }) => `${doctorId} ${date} ${begin}`);
  for (const [slot, holders] of bySlot) {
    if (holders.length > 1) {
      say('doubled', 'talon', `slot ${slot} is held by ${holders.map(({ id }) => id).join(', ')}`);
    }
  }
}
