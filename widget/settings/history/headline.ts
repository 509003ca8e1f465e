import type { EventReply } from '../../../worker/history/events.schemas.ts';
import { t } from '../locales/history.ts';
import { told } from '../shared/english.ts';
import { kindText } from './kinds.ts';
import { decidingReason } from './verdict.ts';

/** What people ask first: did the deal move, was it created. */
const mostTelling: readonly string[] = ['lead.stage', 'lead.create', 'archimed.talon'];

/** «Новая запись. Сделка перенесена в «Записан» · ещё 3»; without actions the reason that decided says why. */
export function headline({ kind, decision }: Pick<EventReply, 'kind' | 'decision'>): string {
  const actions = decision?.actions ?? [];
  const telling =
    mostTelling
      .map((wanted) => actions.find((action) => action.kind === wanted))
      .find((action) => action !== undefined) ??
    actions[0] ??
    (decision === null ? undefined : decidingReason(decision));
  if (telling === undefined) return kindText(kind);
  const rest = actions.length - 1;
  const more = rest > 0 ? ` · ${t('headline.more', { n: rest })}` : '';
  return `${kindText(kind)}. ${told(telling.text)}${more}`;
}
