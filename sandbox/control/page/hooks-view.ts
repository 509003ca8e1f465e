import { badge, cells, clock, el, labelled, table } from './dom.ts';
import type { ListedHook } from './strings.ts';
import { attempt, type Context, type View } from './view.ts';

const switches = [
  ['paused', 'Придержать', 'Ничего не уходит, пока не снято; потом уходит всё сразу.'],
  ['double', 'Задвоить', 'Каждая доставка — дважды.'],
  ['shuffle', 'Перепутать', 'Соседние — в обратном порядке.'],
  ['together', 'Складывать вместе', 'Все действия одной операции — одним POST.'],
] as const;

const states = {
  waiting: ['ждёт', 'warn'],
  delivered: ['доставлен', 'good'],
  'gave-up': ['не доставлен', 'bad'],
  dropped: ['отброшен', 'bad'],
} as const;

/** Hooks of amoCRM: what is done to them, and what became of each. */
export function hooksView(context: Context): View {
  const panel = el('div', { class: 'buttons' });
  const list = el('div', {});
  const scale = el('input', { type: 'number', min: 1, step: 1, 'data-testid': 'hooks-scale' });
  let shown = '';
  let opened: number | null = null;

  function drawPanel(accountId: string, settings: unknown): void {
    const hooks: unknown =
      typeof settings === 'object' && settings !== null ? Reflect.get(settings, 'hooks') : {};
    const read = (key: string): unknown =>
      typeof hooks === 'object' && hooks !== null ? Reflect.get(hooks, key) : undefined;
    const set = (patch: Record<string, unknown>): Promise<void> =>
      attempt(context, 'Сделано.', async () => {
        await context.own.settings(accountId, { hooks: patch });
        await refresh();
      });
    panel.replaceChildren(
      ...switches.map(([key, title, hint]) => {
        const isOn = read(key) === true;
        return el(
          'button',
          {
            type: 'button',
            title: hint,
            'aria-pressed': String(isOn),
            'data-testid': `hooks-${key}`,
            onclick: () => void set({ [key]: !isOn }),
          },
          title,
        );
      }),
      labelled('Ускорить повторы, раз', scale),
    );
    if (document.activeElement !== scale) scale.value = String(read('timeScale') ?? 1);
    scale.onchange = () => void set({ timeScale: Math.max(1, scale.valueAsNumber || 1) });
  }

  function hookRows(hook: ListedHook): HTMLTableRowElement[] {
    const [text, look] = states[hook.state];
    const toggle = (): void => {
      opened = opened === hook.id ? null : hook.id;
      shown = '';
      void refresh();
    };
    const row = el(
      'tr',
      { class: 'clickable', tabindex: 0, 'data-testid': `hook-${hook.id}`, onclick: toggle },
      ...cells(
        clock(hook.createdAtMs),
        hook.actions.join(', '),
        el('code', {}, hook.destination),
        badge(text, look),
        hook.attempts
          .map(({ atMs, status }) => `${clock(atMs)} → ${status === 0 ? 'нет ответа' : status}`)
          .join('; '),
      ),
    );
    if (opened !== hook.id) return [row];
    const lines = [...new URLSearchParams(hook.body)].map(([key, value]) => `${key} = ${value}`);
    return [row, el('tr', { class: 'detail' }, el('td', { colspan: 5 }, el('pre', {}, lines.join('\n'))))];
  }

  async function refresh(): Promise<void> {
    const [{ hooks }, { owners }] = await Promise.all([context.own.hooks(), context.own.state()]);
    const account = owners.find((owner) => owner.kind === 'amocrm');
    const latest = [...hooks].reverse();
    const now = JSON.stringify([latest, account?.settings]);
    if (now === shown) return;
    shown = now;
    if (account !== undefined) drawPanel(account.id, account.settings);
    list.replaceChildren(
      latest.length === 0
        ? el('p', { class: 'empty' }, 'Хуков ещё не было.')
        : table(['Создан', 'Что', 'Куда', 'Состояние', 'Попытки'], latest.flatMap(hookRows), 'hooks'),
    );
  }

  return {
    node: el(
      'div',
      { 'data-testid': 'view-hooks' },
      el('section', { class: 'card' }, el('h2', {}, 'Как доставлять'), panel),
      list,
    ),
    refresh,
  };
}
