import type { LogRow } from '../double.ts';
import { badge, button, cells, clock, el, labelled, select, table } from './dom.ts';
import { faultName } from './fault-words.ts';
import { ratesTable } from './rates-table.ts';
import { sparkline } from './sparkline.ts';
import { attempt, type Context, type View } from './view.ts';

const SHOWN = 150;
const KEPT = 2000;
const WINDOW_MS = 60_000;

/** The live log. */
export function requestsView(context: Context): View {
  let rows: LogRow[] = [];
  let opened: number | null = null;
  let lastSeq = 0;
  const owner = el('input', { 'data-testid': 'log-owner', placeholder: 'номер или имя' });
  const path = el('input', { 'data-testid': 'log-path', placeholder: 'leads, talons …' });
  const status = select('log-status', [
    ['', 'любой'],
    ['2', '2xx'],
    ['4', '4xx'],
    ['5', '5xx'],
    ['429', '429'],
    ['cut', 'без ответа'],
    ['fault', 'со сбоем'],
  ]);
  const bars = el('div', {});
  const rateRows = ratesTable();
  const list = el('div', {});
  const shows = (row: LogRow): boolean =>
    (row.owner ?? '').includes(owner.value.trim()) &&
    row.path.includes(path.value.trim()) &&
    statusFits(row, status.value);

  function draw(): void {
    const focused = document.activeElement?.getAttribute('data-testid');
    const found = rows.filter(shows).slice(-SHOWN).reverse();
    list.replaceChildren(
      table(['Время', 'Чей', 'Запрос', 'Ответ', 'мс', 'Сбой'], found.flatMap(rowNodes), 'log'),
      found.length === 0 ? el('p', { class: 'empty' }, 'Таких запросов нет.') : '',
    );
    // Rows are made anew; whoever goes through them with the keyboard stays where he was.
    if (focused?.startsWith('log-') === true) {
      list.querySelector<HTMLElement>(`[data-testid="${focused}"]`)?.focus();
    }
  }

  function rowNodes(row: LogRow): HTMLTableRowElement[] {
    const line = el(
      'tr',
      {
        class: 'clickable',
        tabindex: 0,
        'data-testid': `log-${row.seq}`,
        'aria-expanded': String(opened === row.seq),
        onclick: () => toggle(row.seq),
        onkeydown: (event) => {
          if (event instanceof KeyboardEvent && event.key === 'Enter') toggle(row.seq);
        },
      },
      ...cells(
        clock(row.at),
        row.owner ?? '—',
        el('code', {}, `${row.method} ${row.path}`),
        statusBadge(row.status),
        row.durationMs === null ? '…' : String(row.durationMs),
        row.faults.map(faultName).join(', '),
      ),
    );
    return opened === row.seq ? [line, detail(row)] : [line];
  }

  function toggle(seq: number): void {
    opened = opened === seq ? null : seq;
    draw();
  }

  for (const control of [owner, path, status]) control.addEventListener('input', draw);
  const clear = button('Очистить журнал', 'log-clear', () =>
    attempt(context, 'Журнал пуст.', async () => {
      await context.own.clearLog();
      rows = [];
      draw();
    }),
  );
  return {
    node: el(
      'div',
      { 'data-testid': 'view-requests' },
      el('div', { class: 'chart', 'data-testid': 'log-chart' }, bars, rateRows.node),
      el(
        'form',
        { class: 'filters', onsubmit: (event) => event.preventDefault() },
        labelled('Аккаунт или источник', owner),
        labelled('Путь', path),
        labelled('Ответ', status),
        clear,
      ),
      list,
    ),
    async refresh() {
      const [news, rates] = await Promise.all([context.own.log(lastSeq), context.own.rates(WINDOW_MS)]);
      // What is not answered yet is read again.
      const open = news.rows.find((row) => row.durationMs === null);
      const known = new Set(news.rows.map(({ seq }) => seq));
      rows = [...rows.filter(({ seq }) => !known.has(seq)), ...news.rows].slice(-KEPT);
      lastSeq = (open?.seq ?? (rows.at(-1)?.seq ?? 0) + 1) - 1;
      bars.replaceChildren(sparkline(rates.seconds));
      rateRows.show(rates);
      if (news.rows.length > 0 || list.childElementCount === 0) draw();
    },
  };
}

function statusFits({ status, faults }: LogRow, wanted: string): boolean {
  if (wanted === '') return true;
  if (wanted === 'cut') return status === null;
  if (wanted === 'fault') return faults.length > 0;
  return String(status ?? '').startsWith(wanted);
}

function statusBadge(status: number | null): HTMLElement {
  if (status === null) return badge('нет', 'bad');
  return badge(String(status), status < 300 ? 'good' : status < 500 ? 'warn' : 'bad');
}

function detail({ query, body, reply, at }: LogRow): HTMLTableRowElement {
  const parts: [string, string][] = [
    ['Время двойника', new Date(at).toLocaleString('ru-RU')],
    ['Строка запроса', decode(query)],
    ['Тело', pretty(body)],
    ['Начало ответа', pretty(reply)],
  ];
  const shown = parts.filter(([, text]) => text !== '');
  return el(
    'tr',
    { class: 'detail', 'data-testid': 'log-detail' },
    el('td', { colspan: 6 }, ...shown.flatMap(([name, text]) => [el('h4', {}, name), el('pre', {}, text)])),
  );
}

function decode(query: string): string {
  try {
    return decodeURIComponent(query);
  } catch {
    return query;
  }
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
