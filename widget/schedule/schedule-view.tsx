import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Button } from '../ui/components/button.tsx';
import { ColumnView } from './column-view.tsx';
import { targetsOf } from './fit.ts';
import { held, type Item, itemsOf, type Lists, moved, type Place, placesFor, stepOf } from './items.ts';
import { rangeOf, scaleOf, top, widestOf } from './layout.ts';
import { Legend } from './legend.tsx';
import { t } from './messages.ts';
import { Chosen, Cursor, Ghost, type GhostState, Hover, NowLines, nowSpans } from './overlays.tsx';
import { connectPointer, type PointerView } from './pointer.ts';
import type { Column, GridVisit, Span, Target } from './types.ts';
import { clockOf } from './wall.ts';

/** A visit that was taken from its place and looks for another one, also in other days' columns. */
export type Placing = { visit: GridVisit; columnKey: string };

export type ScheduleProps = {
  label: string;
  /** Doctors of one day, or days of one doctor; those that did not change keep their identity (keepSame). */
  columns: readonly Column[];
  /** How long the time that is looked for has to be; 0: one interval. */
  minutes?: number;
  /** false: looking only, free time cannot be chosen. */
  mayChoose: boolean;
  chosen?: { columnKey: string; span: Span } | null;
  placing?: Placing | null;
  onChoose: (target: Target) => void;
  onOpen: (visit: GridVisit) => void;
  /** Dragged, or placed by keyboard or click while `placing`; nothing is changed here. */
  onDrop: (visit: GridVisit, target: Target) => void;
  onPlacingEnd?: () => void;
};

const COLUMN_PX = 152;
const TIMES_PX = 52;

export function ScheduleView(props: ScheduleProps) {
  const { columns, minutes = 0, mayChoose, placing = null, chosen = null } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const hover = useSignal<{ column: number; target: Target } | null>(null);
  const ghost = useSignal<GhostState | null>(null);
  const wantsFocus = useRef(false);
  const [wanted, setPlace] = useState<Place | null>(null);
  const lastFrom = useRef(0);

  const { range, scale } = useMemo(() => ({ range: rangeOf(columns), scale: scaleOf(columns) }), [columns]);
  const lanes = useMemo(() => columns.map(({ visits }) => widestOf(visits)), [columns]);
  const targets = useMemo(() => cachedTargets(minutes, mayChoose), [minutes, mayChoose]);
  const lists = useMemo(
    () => cachedItems(columns, (column) => listFor(column, { minutes, mayChoose, placing })),
    [columns, minutes, mayChoose, placing],
  );
  const place = held(lists, wanted, lastFrom.current);
  const item = place === null ? null : (lists.of(place.column).find(({ key }) => key === place.key) ?? null);
  lastFrom.current = item?.from ?? lastFrom.current;

  const pick = (target: Target): void => {
    if (placing === null) props.onChoose(target);
    else props.onDrop(placing.visit, target);
  };
  const view = useRef<PointerView | null>(null);
  const current: PointerView = {
    columns,
    range,
    scale,
    targets: (column, dragged) => targets(column, dragged ?? placing),
    onPick: pick,
    onOpen: props.onOpen,
    onDrop: props.onDrop,
  };
  view.current = current;
  useEffect(() => {
    if (sheet.current === null || scroller.current === null) return;
    return connectPointer(sheet.current, scroller.current, () => view.current ?? current, { hover, ghost });
  }, []);
  useFirstScroll(scroller, columns, range, scale);
  // The keyboard is led to where the visit can go, as soon as that is asked for.
  useLayoutEffect(() => {
    if (placing !== null) focusStop(sheet.current, wantsFocus);
  }, [placing?.visit.id]);
  useLayoutEffect(() => {
    if (wantsFocus.current && item?.kind === 'visit') focusStop(sheet.current, wantsFocus);
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && placing !== null) {
      event.preventDefault();
      event.stopPropagation();
      props.onPlacingEnd?.();
      return;
    }
    const step = stepOf(event.key);
    if (step === null || place === null) return;
    event.preventDefault();
    const next = moved(lists, place, step);
    if (next.column === place.column && next.key === place.key) return;
    wantsFocus.current = true;
    setPlace(next);
  };
  const onFocus = (event: FocusEvent): void => {
    const box = event.target instanceof HTMLElement ? event.target : null;
    const id = box?.dataset.visit;
    const column = Number(box?.closest<HTMLElement>('[data-column]')?.dataset.column);
    if (id !== undefined && placing === null) setPlace({ column, key: id });
  };
  const onCursor = (event: MouseEvent): void => {
    const onButton = event.target instanceof Element && event.target.closest('[data-cursor]') !== null;
    if (onButton && item?.kind === 'free') pick(item.target);
  };
  useEffect(() => {
    const element = sheet.current;
    if (element === null) return;
    element.addEventListener('keydown', onKeyDown);
    element.addEventListener('focusin', onFocus);
    element.addEventListener('click', onCursor);
    return () => {
      element.removeEventListener('keydown', onKeyDown);
      element.removeEventListener('focusin', onFocus);
      element.removeEventListener('click', onCursor);
    };
  });

  const tracks = `${TIMES_PX}px ${lanes.map((count) => `minmax(${widthOf(count)}px,${Math.max(1, count / 2)}fr)`).join(' ')}`;
  const least = TIMES_PX + lanes.reduce((sum, count) => sum + widthOf(count), 0);
  const chosenColumn = chosen === null ? -1 : columns.findIndex(({ key }) => key === chosen.columnKey);
  const name = item === null || place === null ? '' : (columns[place.column]?.title ?? '');
  return (
    <section class={placing === null ? 'sched' : 'sched sched--placing'} aria-label={props.label}>
      {placing === null ? null : (
        <div class="sched-placing" role="status">
          <span>{t(item === null ? 'placing.none' : 'placing', { visit: placing.visit.label })}</span>
          <Button small testId="schedule-placing-cancel" onClick={props.onPlacingEnd}>
            {t('placing.cancel')}
          </Button>
        </div>
      )}
      <div ref={scroller} class="sched-scroller" data-testid="schedule">
        <div ref={sheet} class="sched-sheet" style={`width:max(100%,${least}px)`}>
          <div class="sched-head" style={`grid-template-columns:${tracks}`}>
            <div class="sched-corner" />
            {columns.map(({ key, title, note }) => (
              <div key={key} class="sched-title" title={`${title}, ${note}`}>
                <b>{title}</b>
                <span>{note}</span>
              </div>
            ))}
          </div>
          <div
            class="sched-body"
            style={`grid-template-columns:${tracks};height:${(range.to - range.from) * scale}px;--hour:${60 * scale}px`}
            data-from={range.from}
            data-scale={scale}
          >
            <div class="sched-times" aria-hidden="true">
              {hours(range).map((minute) => (
                <span key={minute} style={`top:${top(minute, range, scale)}px`}>
                  {clockOf(minute)}
                </span>
              ))}
            </div>
            {columns.map((column, index) => (
              <ColumnView
                key={column.key}
                column={column}
                index={index}
                range={range}
                scale={scale}
                tabStop={place?.column === index && item?.kind === 'visit' ? item.key : null}
              />
            ))}
            {chosen === null || chosenColumn === -1 ? null : (
              <Chosen column={chosenColumn} span={chosen.span} range={range} scale={scale} />
            )}
            <NowLines columns={columns} range={range} scale={scale} />
            <Hover at={hover} range={range} scale={scale} />
            {place === null || item?.kind !== 'free' ? null : (
              <Cursor
                key={`${place.column}${item.key}`}
                column={place.column}
                name={name}
                target={item.target}
                wantsFocus={wantsFocus}
                range={range}
                scale={scale}
              />
            )}
            <Ghost at={ghost} range={range} scale={scale} />
          </div>
        </div>
        {columns.length === 0 ? <p class="sched-empty">{t('empty')}</p> : null}
      </div>
      <Legend columns={columns} />
    </section>
  );
}

function widthOf(lanes: number): number {
  return lanes < 3 ? COLUMN_PX : lanes * 72;
}

function hours({ from, to }: Span): number[] {
  return Array.from({ length: (to - from) / 60 }, (_, index) => from + index * 60);
}

type Looking = { minutes: number; mayChoose: boolean; placing: Placing | null };

function listFor(column: Column, { minutes, mayChoose, placing }: Looking): Item[] {
  if (placing !== null) return placesFor(targetsFor(column, placing));
  return mayChoose ? itemsOf(column, minutes) : itemsOf({ ...column, intervals: [] }, 0);
}

function targetsFor(column: Column, { visit, columnKey }: Placing): Target[] {
  return targetsOf(column, visit.to - visit.from, { ...visit, columnKey });
}

/** The pointer asks again with every movement, the answer changes only with the column. */
function cachedTargets(minutes: number, mayChoose: boolean) {
  let cache = new WeakMap<Column, readonly Target[]>();
  let cachedFor: string | null = null;
  return (column: Column, placing: Placing | null): readonly Target[] => {
    const wanted = placing === null ? null : placing.visit.id;
    if (wanted !== cachedFor) cache = new WeakMap();
    cachedFor = wanted;
    const known = cache.get(column);
    if (known !== undefined) return known;
    const found =
      placing === null ? (mayChoose ? targetsOf(column, minutes) : []) : targetsFor(column, placing);
    cache.set(column, found);
    return found;
  };
}

function cachedItems(columns: readonly Column[], read: (column: Column) => Item[]): Lists {
  const cache = new Map<number, Item[]>();
  return {
    count: columns.length,
    of: (index) => {
      const column = columns[index];
      const known = cache.get(index) ?? (column === undefined ? [] : read(column));
      cache.set(index, known);
      return known;
    },
  };
}

function focusStop(sheet: HTMLElement | null, wantsFocus: { current: boolean }): void {
  wantsFocus.current = false;
  sheet?.querySelector<HTMLElement>('[data-cursor], [data-visit][tabindex="0"]')?.focus();
}

/** Begins where it is interesting: a little before now today. Afterwards the place is the user's. */
function useFirstScroll(
  scroller: { current: HTMLDivElement | null },
  columns: readonly Column[],
  range: Span,
  scale: number,
): void {
  const done = useRef(false);
  useLayoutEffect(() => {
    if (done.current || columns.length === 0 || scroller.current === null) return;
    done.current = true;
    const [now] = nowSpans(columns, Date.now(), range);
    if (now !== undefined) scroller.current.scrollTop = top(now.minute - 60, range, scale);
  });
}
