import { Component } from 'preact';
import { height, lanesOf, paintOf, top } from './layout.ts';
import { t } from './messages.ts';
import type { Column, GridVisit, Span } from './types.ts';
import { clockOf } from './wall.ts';

type Props = {
  column: Column;
  index: number;
  range: Span;
  scale: number;
  /** The visit of this column that Tab leads to, if it is one of this column. */
  tabStop: string | null;
};

/** One doctor or one day: a painted background, and an element only for what is taken. */
export class ColumnView extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    const { column, index, range, scale, tabStop } = this.props;
    return (
      next.column !== column ||
      next.index !== index ||
      next.range !== range ||
      next.scale !== scale ||
      next.tabStop !== tabStop
    );
  }

  override render({ column, index, range, scale, tabStop }: Props) {
    const { intervals, blocks, visits } = column;
    const lanes = lanesOf(visits);
    const free = intervals.filter(({ state }) => state === 'free').length;
    return (
      // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a layout of its own, and nothing is filled in here.
      <div
        class="sched-col"
        role="group"
        aria-label={t('column', { title: column.title, free, visits: visits.length })}
        data-column={index}
        data-testid={`schedule-column-${column.key}`}
        style={`grid-column:${index + 2};--paint:${paintOf(intervals, range, scale)}`}
      >
        {blocks.map(({ kind, from, to }) => (
          <div
            key={`${kind}${from}`}
            class={`sched-block sched-block--${kind}`}
            style={`top:${top(from, range, scale)}px;height:${height({ from, to }, scale)}px`}
          >
            {t(kind)}
          </div>
        ))}
        {visits.map((visit, order) => (
          <button
            key={visit.id}
            type="button"
            class={classOf(visit, height(visit, scale) < TWO_LINES_PX)}
            data-visit={visit.id}
            data-testid={`schedule-visit-${visit.id}`}
            tabIndex={visit.id === tabStop ? 0 : -1}
            title={visit.label}
            style={`top:${top(visit.from, range, scale)}px;height:${height(visit, scale)}px;${sideways(lanes[order])}`}
          >
            <b>{clockOf(visit.from)}</b> {visit.title} <i>{visit.note}</i>
          </button>
        ))}
      </div>
    );
  }
}

const TWO_LINES_PX = 36;

function classOf({ tone, movable }: GridVisit, isShort: boolean): string {
  const names = ['sched-visit', `sched-visit--${tone}`];
  if (movable) names.push('sched-visit--movable');
  if (isShort) names.push('sched-visit--short');
  return names.join(' ');
}

function sideways(lane: { lane: number; lanes: number } | undefined): string {
  if (lane === undefined || lane.lanes === 1) return '';
  const share = 100 / lane.lanes;
  return `left:calc(${share * lane.lane}% + 2px);right:auto;width:calc(${share}% - 4px)`;
}
