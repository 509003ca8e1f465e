import { button, cells, el, table } from './dom.ts';
import { faultForm } from './fault-form.ts';
import { faultName, presets } from './fault-words.ts';
import type { ListedFault } from './strings.ts';
import { attempt, type Context, type View } from './view.ts';

/** What is broken on purpose right now, and new ways to break it. */
export function faultsView(context: Context): View {
  const list = el('div', {});
  let shown = '';

  async function refresh(): Promise<void> {
    const { faults } = await context.own.faults();
    const now = JSON.stringify(faults);
    if (now === shown) return;
    shown = now;
    list.replaceChildren(
      faults.length === 0
        ? el('p', { class: 'empty', 'data-testid': 'no-faults' }, 'Сбоев нет: всё отвечает как должно.')
        : table(['Сбой', 'Где', 'Как часто', 'Подробности', 'Сработал', ''], faults.map(faultRow), 'faults'),
    );
  }

  function faultRow(fault: ListedFault): HTMLTableRowElement {
    const remove = (): Promise<void> =>
      attempt(context, 'Сбой снят.', async () => {
        await context.own.removeFault(fault.id);
        await refresh();
      });
    return el(
      'tr',
      { 'data-testid': `fault-${fault.id}` },
      ...cells(
        faultName(fault.kind),
        el('code', {}, `${fault.method ?? 'любой'} ${fault.path ?? '*'}`),
        oftenOf(fault),
        detailsOf(fault),
        String(fault.used),
        button('Снять', `fault-remove-${fault.id}`, remove),
      ),
    );
  }

  const add = (fault: Record<string, unknown>): Promise<void> =>
    attempt(context, `Сбой включён: ${faultName(String(fault.kind))}.`, async () => {
      await context.own.addFault(fault);
      await refresh();
    });
  const removeAll = (): Promise<void> =>
    attempt(context, 'Все сбои сняты.', async () => {
      await context.own.removeFault(null);
      await refresh();
    });
  const fitting = presets.filter((preset) => preset.for === 'both' || preset.for === context.kind);
  return {
    node: el(
      'div',
      { 'data-testid': 'view-faults' },
      el(
        'section',
        { class: 'card' },
        el('h2', {}, 'Сейчас', button('Снять все', 'faults-clear', removeAll)),
        list,
      ),
      el(
        'section',
        { class: 'card' },
        el('h2', {}, 'Готовые'),
        el(
          'div',
          { class: 'buttons' },
          ...fitting.map(({ title, fault }, index) => button(title, `preset-${index}`, () => add(fault))),
        ),
      ),
      el('section', { class: 'card' }, el('h2', {}, 'Свой сбой'), faultForm(context, add)),
    ),
    refresh,
  };
}

function oftenOf({ chance, times, used }: ListedFault): string {
  const share = chance === 1 ? 'каждый раз' : `${Math.round(chance * 100)} %`;
  if (times === undefined) return share;
  return used >= times ? `исчерпан (${times})` : `${share}, ещё ${times - used} из ${times}`;
}

function detailsOf({ delayMs, status, accountId, sourceId }: ListedFault): string {
  return [
    delayMs === undefined ? '' : `${delayMs.toLocaleString('ru-RU')} мс`,
    status === undefined ? '' : `код ${status}`,
    String(accountId ?? sourceId ?? ''),
  ]
    .filter(Boolean)
    .join(', ');
}
