import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { dateIn, formatTime } from '../ui/format.ts';
import { roomText } from '../ui/messages.ts';
import { height, top } from './layout.ts';
import { t } from './messages.ts';
import type { Column, Span, Target } from './types.ts';
import { clockOf } from './wall.ts';

/** What lies over the columns. Each is an item of the body's grid and draws itself alone when it moves. */

type Sheet = { range: Span; scale: number };

function boxStyle(column: number, span: Span, { range, scale }: Sheet): string {
  return `grid-column:${column + 2};margin-top:${top(span.from, range, scale)}px;height:${height(span, scale)}px`;
}

export function timeText({ from, to }: Span): string {
  return `${clockOf(from)}–${clockOf(to)}`;
}

export function placeText({ slot }: Target): string {
  return [slot.buildingName, roomText(slot.room)].filter((part) => part !== '').join(', ');
}

/** Free time under the pointer: when exactly, and where. */
export function Hover({
  at,
  ...sheet
}: Sheet & { at: ReadonlySignal<{ column: number; target: Target } | null> }) {
  const now = at.value;
  if (now === null) return null;
  return (
    <div class="sched-hover" aria-hidden="true" style={boxStyle(now.column, now.target, sheet)}>
      {timeText(now.target)} {placeText(now.target)}
    </div>
  );
}

export type GhostState = { column: number; span: Span; fits: boolean; title: string };

export function Ghost({ at, ...sheet }: Sheet & { at: ReadonlySignal<GhostState | null> }) {
  const now = at.value;
  if (now === null) return null;
  return (
    <div
      class={`sched-ghost${now.fits ? '' : ' sched-ghost--no'}`}
      data-testid="schedule-ghost"
      role="status"
      style={boxStyle(now.column, now.span, sheet)}
    >
      <b>{now.fits ? t('drop.here', { time: timeText(now.span) }) : t('drop.no')}</b> {now.title}
    </div>
  );
}

/** Where the keyboard stands on free time: a new button each time, so that a screen reader says what it is. */
export function Cursor(
  props: Sheet & { column: number; name: string; target: Target; wantsFocus: { current: boolean } },
) {
  const { column, target, name, wantsFocus } = props;
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    button.current?.focus();
  });
  const place = placeText(target);
  return (
    <button
      ref={button}
      type="button"
      class="sched-cursor"
      data-cursor=""
      data-testid="schedule-cursor"
      style={boxStyle(column, target, props)}
    >
      <span class="am-sr-only">{t('free')}</span> {timeText(target)} {place}{' '}
      <span class="am-sr-only">{name}</span>
    </button>
  );
}

/** What was chosen before and waits to be booked. */
export function Chosen(props: Sheet & { column: number; span: Span }) {
  return (
    <div class="sched-chosen" aria-hidden="true" style={boxStyle(props.column, props.span, props)}>
      ✓ {timeText(props.span)}
    </div>
  );
}

const MINUTE_MS = 60_000;

/** One line over all neighbouring columns that have the same clock and the same day, today. */
export function NowLines({ columns, range, scale }: Sheet & { columns: readonly Column[] }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS / 2);
    return () => clearInterval(timer);
  }, []);
  return nowSpans(columns, now, range).map(({ first, last, minute }) => (
    <div
      key={first}
      class="sched-now"
      role="presentation"
      title={`${t('now')} ${clockOf(minute)}`}
      style={`grid-column:${first + 2}/${last + 3};margin-top:${top(minute, range, scale)}px`}
    />
  ));
}

export function nowSpans(
  columns: readonly Pick<Column, 'date' | 'timeZone'>[],
  now: number,
  range: Span,
): { first: number; last: number; minute: number }[] {
  const spans: { first: number; last: number; minute: number }[] = [];
  const clocks = new Map<string, { date: string; minute: number }>();
  columns.forEach(({ date, timeZone }, index) => {
    let clock = clocks.get(timeZone);
    if (clock === undefined) {
      const [hour = 0, minute = 0] = formatTime(new Date(now).toISOString(), timeZone).split(':').map(Number);
      clock = { date: dateIn(now, timeZone), minute: hour * 60 + minute };
      clocks.set(timeZone, clock);
    }
    if (date !== clock.date || clock.minute < range.from || clock.minute > range.to) return;
    const before = spans.at(-1);
    if (before !== undefined && before.last === index - 1 && before.minute === clock.minute)
      before.last = index;
    else spans.push({ first: index, last: index, minute: clock.minute });
  });
  return spans;
}
