import { getLang } from '../../ui/i18n.ts';
import { ru, t } from '../locales/history.ts';

export const directions = ['archimed', 'amocrm', 'service'] as const;
export type Direction = (typeof directions)[number];

/** Those that can be chosen in the filter, by where they come from; others are shown, too, when they appear. */
export const kinds: Readonly<Record<Direction, readonly string[]>> = {
  archimed: [
    'visit.created',
    'visit.changed',
    'visit.moved',
    'visit.status_changed',
    'visit.cancelled',
    'visit.deleted',
    'visit.restored',
  ],
  amocrm: [
    'click.book',
    'click.move',
    'click.change',
    'click.cancel',
    'visit.linked',
    'visit.unlinked',
    'review.decided',
    'lead.added',
    'lead.updated',
    'lead.status_changed',
    'lead.deleted',
    'lead.restored',
    'lead.dp_action',
    'contact.added',
    'contact.updated',
    'contact.deleted',
    'contact.restored',
  ],
  service: [
    'source.reconciled',
    'branch.stopped',
    'branch.approved',
    'branch.discarded',
    'account.alert',
    'account.subscribe',
    'install.code',
  ],
};

export function isKind(text: string | null): string | null {
  return directions.flatMap((direction) => kinds[direction]).find((kind) => kind === text) ?? null;
}

export function directionOf(text: string | null): Direction | '' {
  return directions.find((direction) => direction === text) ?? '';
}

export function kindText(kind: string): string {
  const key = `kind.${kind}`;
  return isKey(key) ? t(key) : `${t('kind.other')} ${kind}`;
}

/** «переноса: 12» would need cases; «Запись перенесена — 12» does not. */
export function kindCounts(counts: readonly { kind: string; count: number }[]): string {
  const list = new Intl.ListFormat(getLang(), { type: 'unit', style: 'long' });
  return list.format(counts.map(({ kind, count }) => `${kindText(kind)} — ${count}`));
}

function isKey(key: string): key is keyof typeof ru {
  return Object.hasOwn(ru, key);
}
