import type { RateRow, Rates } from '../rates.ts';
import { cells, el, table } from './dom.ts';
import { faultName } from './fault-words.ts';

const SHOWN = 12;

/** The last minute by endpoint; stays open while it is read anew. */
export function ratesTable(): { node: HTMLElement; show(rates: Rates): void } {
  const summary = el('summary', {});
  const body = el('div', {});
  return {
    node: el('details', { 'data-testid': 'rates' }, summary, body),
    show({ rows, owners }) {
      const lines = owners.map(
        ({ owner, count, perSecond }) =>
          `${owner ?? 'без имени'}: ${count} за минуту, до ${perSecond.max} в секунду, в среднем ${perSecond.mean.toLocaleString('ru-RU')}`,
      );
      summary.textContent = lines.join(' · ') || 'За последнюю минуту запросов нет';
      body.replaceChildren(table(headers, rows.slice(0, SHOWN).map(line), 'rates-table'));
    },
  };
}

const headers = [
  'Чей',
  'Запрос',
  'Всего',
  'В секунду: до / среднее',
  'Ответы',
  '429',
  'Сбои',
  'мс: медиана / до',
];

function line(row: RateRow): HTMLTableRowElement {
  const list = (counts: Record<string, number>, name: (key: string) => string): string =>
    Object.entries(counts)
      .map(([key, count]) => `${name(key)} ${count}`)
      .join(', ');
  return el(
    'tr',
    {},
    ...cells(
      row.owner ?? '—',
      el('code', {}, `${row.method} ${row.endpoint}`),
      String(row.count),
      `${row.perSecond.max} / ${row.perSecond.mean.toLocaleString('ru-RU')}`,
      list(row.statuses, (key) => (key === 'cut' ? 'без ответа' : key)),
      String(row.limited),
      list(row.faults, faultName),
      `${row.durationMs.median} / ${row.durationMs.max}`,
    ),
  );
}
