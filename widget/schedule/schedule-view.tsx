import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Button } from '../ui/components/button.tsx';
import { ColumnView } from './column-view.tsx';
import { held, type Place } from './items.ts';
import { focusStop, useKeyboard } from './keyboard.ts';
import { boxesOf, rangeOf, scaleOf, top, widestOf } from './layout.ts';
import { Legend } from './legend.tsx';
import { cachedItems, cachedTargets, listFor, type Placing } from './lookups.ts';
import { t } from './messages.ts';
import { Chosen, Cursor, Ghost, type GhostState, Hover, NowLines, nowSpans } from './overlays.tsx';
import { connectPointer, type PointerView } from './pointer.ts';
import type { Column, GridVisit, Span, Target } from './types.ts';
import { clockOf } from './wall.ts';

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
  const lanes = useMemo(() => columns.map((column) => widestOf(boxesOf(column))), [columns]);
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

  useKeyboard(sheet, {
    lists,
    place,
    item,
    wantsFocus,
    onPlace: setPlace,
    onPick: pick,
    onEscape: placing === null ? null : () => props.onPlacingEnd?.(),
  });

  const tracks = `${TIMES_PX}px ${lanes.map((count) => `minmax(${widthOf(count)}px,${Math.max(1, count / 2)}fr)`).join(' ')}`;
  const least = TIMES_PX + lanes.reduce((sum, count) => sum + widthOf(count), 0);
  const chosenColumn = chosen === null ? -1 : columns.findIndex(({ key }) => key === chosen.columnKey);
  const name = item === null || place === null ? '' : (columns[place.column]?.title ?? '');
  return (
    <section class={placing === null ? 'sched' : 'sched sched--placing'} aria-label={props.label}>
      {placing === null ? null : (
        <div class="sched-placing" role="status">
          <span>
            {t(item === null ? 'placing.none' : 'placing', {
              visit: `${clockOf(placing.visit.from)} ${placing.visit.title}`,
            })}
          </span>
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
