import type { MatchingSettings } from '../../../worker/settings/automation.schemas.ts';
import { t } from '../locales/matching.ts';
import { type Change, changed, onOff } from '../shared/change.ts';
import { stagesLabel } from '../shared/stages.ts';
import type { Pipeline } from '../store.ts';

export function matchingChanges(
  before: MatchingSettings,
  after: MatchingSettings,
  pipelines: readonly Pipeline[],
): Change[] {
  const stages = ({ stages }: MatchingSettings) =>
    stages === null ? t('stages.allOpen') : stagesLabel(pipelines, stages);
  return [
    ...changed(t('search'), onOff(before.search), onOff(after.search)),
    ...changed(t('stages'), stages(before), stages(after)),
    ...changed(t('idIsEnough'), onOff(before.idIsEnough), onOff(after.idIsEnough)),
    ...changed(t('keepTitle'), onOff(before.keepTitle), onOff(after.keepTitle)),
    ...changed(t('priority'), t(`priority.${before.priority}`), t(`priority.${after.priority}`)),
  ];
}
