import type { EventReply } from '../../../worker/history/events.schemas.ts';
import { ru, t } from '../locales/history.ts';

/** What people ask first: did the deal move, was it created. */
const mostTelling: readonly string[] = ['lead.stage', 'lead.create', 'archimed.talon'];

/** «Новая запись. Сделка перенесена в «Записан» · ещё 3»; without actions the first reason says why. */
export function headline({ kind, decision }: Pick<EventReply, 'kind' | 'decision'>): string {
  const actions = decision?.actions ?? [];
  const told =
    mostTelling
      .map((wanted) => actions.find((action) => action.kind === wanted))
      .find((action) => action !== undefined) ??
    actions[0] ??
    decision?.reasons[0];
  if (told === undefined) return kindText(kind);
  const rest = actions.length - 1;
  const more = rest > 0 ? ` · ${t('headline.more', { n: rest })}` : '';
  return `${kindText(kind)}. ${told.text}${more}`;
}

function kindText(kind: string): string {
  const key = `kind.${kind}`;
  return isKey(key) ? t(key) : `${t('kind.other')} ${kind}`;
}

function isKey(key: string): key is keyof typeof ru {
  return Object.hasOwn(ru, key);
}
