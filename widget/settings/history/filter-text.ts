import { formatDate } from '../../ui/format.ts';
import { t } from '../locales/history.ts';
import type { HistoryFilter } from './history-query.ts';
import { kindText } from './kinds.ts';

/** The filter in words, without its outcome: what «Повторить неудачные» is about. '' : everything. */
export function filterText(
  filter: HistoryFilter,
  branches: readonly { id: number; title: string }[],
): string {
  const { search, from, to, direction, kind, branch } = filter;
  const said = [
    search.trim(),
    from === '' ? '' : `${t('from')}: ${formatDate(from)}`,
    to === '' ? '' : `${t('to')}: ${formatDate(to)}`,
    direction === '' ? '' : t(`direction.${direction}`),
    kind === '' ? '' : kindText(kind),
    branches.find(({ id }) => String(id) === branch)?.title ?? '',
  ];
  return said.filter((text) => text !== '').join(' · ');
}
