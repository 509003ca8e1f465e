import type { CrmState } from './doubles.ts';
import { judgeClicks } from './oracle/clicks.ts';
import { judgeDeals } from './oracle/deals.ts';
import { type Evidence, gather } from './oracle/evidence.ts';
import { judgeLinks } from './oracle/links.ts';
import { judgePeople } from './oracle/people.ts';
import { listener, type Mistake } from './oracle/verdict.ts';
import type { Scene } from './scene.ts';

/**
 * Compares every visit, deal, contact, task and note with what product.md permits, given what was done. It shares no
 * code with the Worker and believes none of its words but one, which visit it put into which deal; amoCRM has to bear
 * that out.
 */
export type Verdict = {
  mistakes: Mistake[];
  compared: Record<'visits' | 'deals' | 'contacts' | 'tasks' | 'notes', number>;
};

export async function judge(
  scenes: readonly Scene[],
  before: readonly CrmState[],
  unfinished: readonly string[],
): Promise<Verdict> {
  const verdict: Verdict = {
    mistakes: unfinished.map(
      (text): Mistake => ({ kind: 'lost', what: 'event', account: 0, text, person: null, dealId: null }),
    ),
    compared: { visits: 0, deals: 0, contacts: 0, tasks: 0, notes: 0 },
  };
  const all = await Promise.all(
    scenes.map((scene, place) => {
      const state = before[place];
      if (!state) throw new Error('nothing is known of the beginning');
      return gather(scene, state);
    }),
  );
  for (const evidence of all) {
    verdict.mistakes.push(...judgeAccount(evidence));
    verdict.compared.visits += evidence.ledger.visits.size;
    verdict.compared.deals += evidence.crm.leads.length;
    verdict.compared.contacts += evidence.crm.contacts.length;
    verdict.compared.tasks += evidence.crm.tasks.length;
    verdict.compared.notes += evidence.crm.notes.length;
  }
  return verdict;
}

function judgeAccount(evidence: Evidence): Mistake[] {
  const { say, mistakes } = listener(evidence.account.id);
  judgeClicks(evidence, say);
  judgeLinks(evidence, say);
  judgeDeals(evidence, say);
  judgePeople(evidence, say);
  for (const event of evidence.failed) {
    // A refused click is told to the manager: the oracle of clicks looks at that.
    if (!event.kind.startsWith('click.')) {
      const why = event.decision?.reasons.map(({ code }) => code).join(', ');
      say('lost', 'event', `${event.kind} ${event.id} failed: ${why}`, { dealId: event.dealId ?? undefined });
    }
  }
  return mistakes;
}
