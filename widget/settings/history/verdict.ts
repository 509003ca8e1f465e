import type { EventReply } from '../../../worker/history/events.schemas.ts';
import { ru, t } from '../locales/history-remedies.ts';
import type { SectionId } from '../router.ts';

type Decision = NonNullable<EventReply['decision']>;
type Reason = Decision['reasons'][number];

/** «Почему сделка не сдвинулась?»: the answer, and what can be done about it where something can. */
export type Verdict = {
  moved: boolean;
  text: string;
  remedy: string | null;
  section: SectionId | null;
};

/** Why a deal stayed as it was, the weightiest first: a deal that was not found has no stage to speak of. */
const stays: readonly (readonly [code: string, section: SectionId | null])[] = [
  ['event.crashes', null],
  ['event.gave_up', 'state'],
  ['breaker.discarded', null],
  ['branch.off', 'branches'],
  ['match.suspended', null],
  ['match.deal_deleted', null],
  ['match.waits_review', 'state'],
  ['match.doubt', 'state'],
  ['match.dismissed', null],
  ['match.gone', null],
  ['match.no_stage', 'automation'],
  ['match.creation_off', 'branches'],
  ['plan.other_visit', null],
  ['stage.refused', 'statuses'],
  ['stage.gone', 'statuses'],
  ['stage.off', 'statuses'],
  ['stage.protected', 'automation'],
  ['stage.closed', 'statuses'],
  ['stage.pipeline', 'automation'],
  ['stage.rule_unknown', 'statuses'],
  ['stage.unmapped', 'statuses'],
  ['stage.already', null],
  ['stage.same_status', null],
];

/** The one reason that tells most; where none is known to be such, the first. */
export function decidingReason({ reasons }: Decision): Reason | undefined {
  return stays.map(([code]) => reasons.find((reason) => reason.code === code)).find(Boolean) ?? reasons[0];
}

/** null: it is no question of this event (a hook, a reconciliation), or nothing is decided yet. */
export function verdictOf({ kind, decision }: Pick<EventReply, 'kind' | 'decision'>): Verdict | null {
  if (decision === null || !/^(visit|click)\./.test(kind)) return null;
  const moved = decision.actions.find(
    (action) => action.kind === 'lead.stage' || action.kind === 'lead.create',
  );
  if (moved !== undefined) return { moved: true, text: moved.text, remedy: null, section: null };
  const found = stays.find(([code]) => decision.reasons.some((reason) => reason.code === code));
  const reason = found && decision.reasons.find(({ code }) => code === found[0]);
  if (found === undefined || reason === undefined) return null;
  const key = found[0];
  return { moved: false, text: reason.text, remedy: isKey(key) ? t(key) : null, section: found[1] };
}

/** Other things that were not written, each with what to do: a field that is gone moves no deal, but is missed. */
export function remedyOf(code: string): string | null {
  return isKey(code) ? t(code) : null;
}

function isKey(key: string): key is keyof typeof ru {
  return Object.hasOwn(ru, key);
}
