import { present, type Visit } from '../ledger.ts';
import { type Evidence, mayBeStoodFor, mayHaveStoodFor, RECORD_ID, standsFor, visitsIn } from './evidence.ts';
import { isGone, isOpen } from './states.ts';
import type { Say } from './verdict.ts';

/** Which deal (product.md 3.3): each visit in one, no deal without a reason, none passed over that was free. */
export function judgeLinks(evidence: Evidence, say: Say): void {
  for (const visit of evidence.ledger.visits.values()) judgeLink(evidence, visit, say);
  judgeRecordIds(evidence, say);
  judgeCreated(evidence, say);
  judgeShared(evidence, say);
}

function judgeLink(evidence: Evidence, visit: Visit, say: Say): void {
  const { links, account, ledger, leads } = evidence;
  const dealId = links.get(visit.talonId);
  const who = account.persons[visit.person];
  const where = { person: visit.person, dealId };
  if (who?.isTwin) {
    // Nobody can tell which contact it is: nothing is created and nothing linked.
    if (dealId !== undefined)
      say('wrong', 'link', `talon ${visit.talonId} of a twin is in deal ${dealId}`, where);
    return;
  }
  if (dealId === undefined) {
    const isReplaced = [...ledger.visits.values()].some(
      (other) => links.has(other.talonId) && standsFor(evidence, other).includes(visit),
    );
    if (!mayBeUnseen(evidence, visit) && !isReplaced)
      say('lost', 'link', `talon ${visit.talonId} is in no deal`, where);
    return;
  }
  const click = ledger.clicks.find(({ marker }) => marker === visit.click);
  if (click?.dealId && !follows(ledger.merges, click.dealId, dealId) && !mayBeStoodFor(evidence, visit)) {
    say(
      'wrong',
      'link',
      `talon ${visit.talonId} was booked for deal ${click.dealId}, is in ${dealId}`,
      where,
    );
  }
  const lead = leads.get(dealId);
  if (!lead) {
    say('wrong', 'link', `talon ${visit.talonId} is in deal ${dealId}, which amoCRM does not know`, where);
    return;
  }
  // Nothing tells the product into which one: a deal that it only found is looked for anew, one that somebody named stays gone.
  const isMergedUnwritten =
    ledger.merges.some(({ loser }) => loser === dealId) && evidence.shown(lead, RECORD_ID) === '';
  if (isMergedUnwritten && !click?.dealId) {
    say('lost', 'link', `talon ${visit.talonId} is in deal ${dealId}, which was merged away`, where);
  }
  const names = lead.contacts.flatMap(
    ({ id }) => evidence.crm.contacts.find((contact) => contact.id === id) ?? [],
  );
  const known = names.some(({ lastName, name }) => `${lastName} ${name}`.includes(who?.lastName ?? '?'));
  if (!known && !click?.dealId) {
    say(
      'wrong',
      'link',
      `talon ${visit.talonId} of ${who?.lastName} is in deal ${dealId} of somebody else`,
      where,
    );
  }
}

/** Gone again before anybody looked: then it never was (a deleted talon is no news, product.md 3.3). */
function mayBeUnseen({ ledger }: Evidence, visit: Visit): boolean {
  const click = ledger.clicks.find(({ marker }) => marker === visit.click);
  // A booking that asked for a new deal may be deleted before amoCRM answers: no deal is made about nothing.
  const isIgnorable =
    visit.by === 'click' ? click?.dealId === null && present(visit).deleted : isGone(present(visit));
  return isIgnorable && !visit.states.some(({ afterSettled }) => afterSettled);
}

function follows(merges: Evidence['ledger']['merges'], from: number, to: number): boolean {
  return from === to || merges.some(({ loser, winner }) => loser === from && follows(merges, winner, to));
}

/** The number of a visit stands in one deal. */
function judgeRecordIds({ crm, shown }: Evidence, say: Say): void {
  const showing = crm.leads.filter((lead) => !lead.isDeleted && shown(lead, RECORD_ID) !== '');
  for (const [recordId, leads] of Map.groupBy(showing, (lead) => shown(lead, RECORD_ID))) {
    if (leads.length > 1) {
      const ids = leads.map(({ id }) => id).join(', ');
      say('doubled', 'deal', `talon ${recordId} is shown by deals ${ids}`, { dealId: leads[0]?.id });
    }
  }
}

function judgeCreated(evidence: Evidence, say: Say): void {
  const { before, crm, account, shown, ledger } = evidence;
  const old = new Set(before.leads.map(({ id }) => id));
  const touched = new Set([
    ...ledger.moves.map(({ dealId }) => dealId),
    ...ledger.deletions.map(({ dealId }) => dealId),
    ...ledger.merges.flatMap(({ loser, winner }) => [loser, winner]),
  ]);
  for (const lead of crm.leads) {
    if (old.has(lead.id) || touched.has(lead.id)) continue;
    const visits = visitsIn(evidence, lead.id);
    const [first] = visits;
    if (!first) {
      say('doubled', 'deal', `deal ${lead.id} was created and belongs to no visit`, { dealId: lead.id });
      continue;
    }
    const who = account.persons[first.person];
    const free = (who?.dealIds ?? []).filter((id) => {
      const deal = evidence.leads.get(id);
      return deal && !touched.has(id) && shown(deal, RECORD_ID) === '' && visitsIn(evidence, id).length === 0;
    });
    const isNamed = ledger.clicks.some(({ dealId }) => dealId !== null && free.includes(dealId));
    if (free.length > 0 && !isNamed) {
      say('doubled', 'deal', `deal ${lead.id} was created though deal ${free[0]} stood free`, {
        dealId: lead.id,
        person: first.person,
      });
    }
  }
}

/** In a storm a poll of a whole clinic takes minutes. */
const LAG_MS = 180_000;

/** From before the other was booked to the end, whatever a poll may have seen. */
function wasOpenSince({ ledger }: Evidence, visit: Visit, other: Visit): boolean {
  // A click may have its visit long before anybody hears of it.
  const click = ledger.clicks.find(({ marker }) => marker === other.click);
  const since = (click?.answers[0]?.at ?? other.states[0]?.at ?? 0) - LAG_MS;
  return visit.states.every(
    (state, index) => (visit.states[index + 1]?.at ?? Infinity) <= since || isOpen(state),
  );
}

/** Steps 3 and 4 take a deal with an empty record ID or without an open visit. */
function judgeShared(evidence: Evidence, say: Say): void {
  const { ledger, crm } = evidence;
  const merged = new Set(ledger.merges.flatMap(({ loser, winner }) => [loser, winner]));
  for (const lead of crm.leads) {
    if (merged.has(lead.id)) continue;
    const visits = visitsIn(evidence, lead.id);
    for (const [place, first] of visits.entries()) {
      for (const second of visits.slice(place + 1)) {
        if (isChosen(evidence, second) || isChosen(evidence, first)) continue;
        // It has the deal of the one whose place it took, from before.
        if (mayHaveStoodFor(evidence, second).length > 0) continue;
        // Which of the two came to the deal first is not known: one attempt may have been late.
        if (wasOpenSince(evidence, first, second) && wasOpenSince(evidence, second, second)) {
          say(
            'wrong',
            'link',
            `talon ${second.talonId} took deal ${lead.id}, where ${first.talonId} was open all the time`,
            {
              dealId: lead.id,
              person: first.person,
            },
          );
        }
      }
    }
  }
}

/** Booked by a manager for a deal that he named, or instead of such a visit. */
function isChosen(evidence: Evidence, visit: Visit): boolean {
  const { ledger } = evidence;
  return [visit, ...mayHaveStoodFor(evidence, visit)].some(({ click }) =>
    ledger.clicks.some(({ marker, dealId }) => marker === click && dealId !== null),
  );
}
