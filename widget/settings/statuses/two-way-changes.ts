import type { Stage } from '../../../worker/settings/automation.schemas.ts';
import type { StatusesReply, TwoWay } from '../../../worker/settings/statuses.schemas.ts';
import { t } from '../locales/two-way.ts';
import { type Change, changed } from '../shared/change.ts';
import { sameStage, stageLabel } from '../shared/stages.ts';
import type { Pipeline } from '../store.ts';
import { statusName } from './status-changes.ts';
import { type TwoWayDraft, toTwoWay } from './two-way-draft.ts';

export function twoWayChanges(
  reply: StatusesReply,
  draft: TwoWayDraft,
  pipelines: readonly Pipeline[],
): Change[] {
  const before = reply.twoWay;
  const after = toTwoWay(draft);
  const stages = [...before.rows, ...after.rows].filter(
    (stage, index, all) => all.findIndex((other) => sameStage(other, stage)) === index,
  );
  const text = ({ rows }: TwoWay, stage: Stage) => {
    const row = rows.find((candidate) => sameStage(candidate, stage));
    return row === undefined ? t('change.none') : statusName(reply, row.statusId);
  };
  return [
    ...stages.flatMap((stage) =>
      changed(
        t('change.row', { stage: stageLabel(pipelines, stage) }),
        text(before, stage),
        text(after, stage),
      ),
    ),
    ...changed(t('conflict'), t(`conflict.${before.conflict}`), t(`conflict.${after.conflict}`)),
  ];
}
