import type { ClockView } from '../clock.ts';
import { button, el, labelled } from './dom.ts';
import { attempt, type Context, type View } from './view.ts';

const MINUTE = 60_000;
const jumps: [string, number][] = [
  ['+5 минут', 5 * MINUTE],
  ['+1 час', 60 * MINUTE],
  ['+1 день', 1440 * MINUTE],
  ['+92 дня', 92 * 1440 * MINUTE],
];
const speeds: [string, number][] = [
  ['Стоп', 0],
  ['× 1', 1],
  ['× 10', 10],
  ['× 60', 60],
  ['× 600', 600],
];

/** The double's time: codes, tokens, the search index, retries of hooks and the clinic's day follow it. */
export function clockView(context: Context): View {
  const face = el('div', { class: 'clock', 'data-testid': 'clock-now' });
  const note = el('p', { class: 'hint', 'data-testid': 'clock-note' });
  const at = el('input', { type: 'datetime-local', 'data-testid': 'clock-at' });
  const both = el('input', { type: 'checkbox', checked: true, 'data-testid': 'clock-both' });
  let current: ClockView | null = null;

  const change = (body: { offsetMs?: number; at?: string; speed?: number }): Promise<void> =>
    attempt(context, 'Часы переведены.', async () => {
      const doubles = both.checked && context.other !== null ? [context.own, context.other] : [context.own];
      for (const double of doubles) await double.setClock(body);
      await refresh();
    });

  async function refresh(): Promise<void> {
    current = await context.own.clock();
    face.textContent = new Date(current.now).toLocaleString('ru-RU', {
      dateStyle: 'full',
      timeStyle: 'medium',
    });
    const shift = Math.round(current.offsetMs / 1000);
    note.textContent =
      shift === 0 && current.speed === 1
        ? 'Настоящее время.'
        : `Настоящее: ${new Date(current.real).toLocaleString('ru-RU')}. Сдвиг ${durationOf(shift)}, скорость × ${current.speed}.`;
  }

  return {
    node: el(
      'section',
      { class: 'card', 'data-testid': 'view-clock' },
      face,
      note,
      el('h3', {}, 'Перевести'),
      el(
        'div',
        { class: 'buttons' },
        ...jumps.map(([text, ms]) =>
          button(text, `clock-jump-${ms / MINUTE}`, () =>
            change({ offsetMs: (current?.offsetMs ?? 0) + ms }),
          ),
        ),
        labelled('На время', at),
        button('Поставить', 'clock-set', async () => {
          if (at.value !== '') await change({ at: new Date(at.value).toISOString() });
        }),
      ),
      el('h3', {}, 'Скорость'),
      el(
        'div',
        { class: 'buttons' },
        ...speeds.map(([text, speed]) => button(text, `clock-speed-${speed}`, () => change({ speed }))),
      ),
      el(
        'div',
        { class: 'buttons' },
        el('label', { class: 'check' }, both, el('span', {}, 'и второму двойнику')),
        button('Настоящее время', 'clock-real', () => change({ offsetMs: 0, speed: 1 }), 'primary'),
      ),
      el(
        'p',
        { class: 'hint' },
        'По этим часам стареют коды и токены, поисковый индекс, повторы хуков и расписание клиники. Подписи, которые проверяет продукт, и предел запросов в секунду идут по настоящему времени.',
      ),
    ),
    refresh,
  };
}

function durationOf(seconds: number): string {
  const sign = seconds < 0 ? '−' : '+';
  const whole = Math.abs(seconds);
  const [days, hours, minutes] = [
    Math.floor(whole / 86_400),
    Math.floor(whole / 3600) % 24,
    Math.floor(whole / 60) % 60,
  ];
  const parts = [
    days > 0 ? `${days} дн` : '',
    hours > 0 ? `${hours} ч` : '',
    minutes > 0 ? `${minutes} мин` : '',
  ];
  return `${sign}${parts.filter(Boolean).join(' ') || `${whole} с`}`;
}
