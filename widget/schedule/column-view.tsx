import { Component } from 'preact';
import { boxesOf, height, type Lane, lanesOf, paintOf, top } from './layout.ts';
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
    const boxes = boxesOf(column);
    const lanes = new Map(lanesOf(boxes).map((lane, order) => [boxes[order], lane]));
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
        {blocks.map((block, order) => (
          <div
            key={`${block.kind}${block.from}-${order}`}
            class={`sched-block sched-block--${block.kind}`}
            style={`top:${top(block.from, range, scale)}px;height:${height(block, scale)}px;${sideways(lanes.get(block))}`}
          >
            {[t(block.kind), block.who ?? ''].filter((part) => part !== '').join(', ')}
          </div>
        ))}
        {visits.map((visit) => (
          <button
            key={visit.id}
            type="button"
            class={classOf(visit, height(visit, scale) < TWO_LINES_PX)}
            data-visit={visit.id}
            data-testid={`schedule-visit-${visit.id}`}
            tabIndex={visit.id === tabStop ? 0 : -1}
            title={visit.label}
            style={`top:${top(visit.from, range, scale)}px;height:${height(visit, scale)}px;${sideways(lanes.get(visit))}`}
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

function sideways(lane: Lane | undefined): string {
  if (lane === undefined || lane.lanes === 1) return '';
  const share = 100 / lane.lanes;
  return `left:calc(${share * lane.lane}% + 2px);right:auto;width:calc(${share}% - 4px)`;
}
