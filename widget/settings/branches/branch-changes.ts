import type { Branch, BranchBody } from '../../../worker/settings/branches.schemas.ts';
import { t } from '../locales/branches.ts';
import { t as common } from '../locales/common.ts';
import { type Change, changed, onOff } from '../shared/change.ts';
import type { BranchDraft } from './branch-draft.ts';
import { zoneLabel } from './time-zone-field.tsx';

/** Two versions of a branch. Keys themselves are not kept: an API ID can be told, of a secret only that it is another one. */
export function branchBodyChanges(
  before: BranchBody,
  after: BranchBody,
  buildingName: (id: number | null) => string,
): Change[] {
  const secret = after.keyChanges === before.keyChanges ? t('apiSecret.placeholder') : t('change.newSecret');
  return [
    ...changed(t('change.title'), before.title || common('nothing'), after.title),
    ...changed(t('apiId'), before.apiId || common('nothing'), after.apiId),
    ...changed(t('change.apiSecret'), t('apiSecret.placeholder'), secret),
    ...changed(
      t('timeZone'),
      before.timeZone === '' ? common('nothing') : zoneLabel(before.timeZone),
      zoneLabel(after.timeZone),
    ),
    ...changed(t('building'), buildingName(before.buildingId), buildingName(after.buildingId)),
    ...changed(t('change.main'), onOff(before.main), onOff(after.main)),
    ...changed(t('enabled'), onOff(before.enabled), onOff(after.enabled)),
    ...changed(t('noDeals'), onOff(!before.createDeals), onOff(!after.createDeals)),
    ...changed(t('change.removed'), onOff(before.removed), onOff(after.removed)),
  ];
}

export function branchChanges(
  draft: BranchDraft,
  saved: Branch,
  buildingName: (id: number | null) => string,
): Change[] {
  return [
    ...changed(t('change.title'), saved.title, draft.title.trim()),
    ...changed(t('apiId'), saved.apiId, draft.apiId.trim()),
    ...changed(
      t('change.apiSecret'),
      t('apiSecret.placeholder'),
      draft.apiSecret.trim() === '' ? t('apiSecret.placeholder') : t('change.newSecret'),
    ),
    ...changed(
      t('timeZone'),
      zoneLabel(saved.timeZone),
      draft.timeZone === '' ? common('nothing') : zoneLabel(draft.timeZone),
    ),
    ...changed(t('building'), buildingName(saved.buildingId), buildingName(draft.buildingId)),
    ...changed(t('change.main'), onOff(saved.main), onOff(draft.main)),
    ...changed(t('noDeals'), onOff(!saved.createDeals), onOff(!draft.createDeals)),
  ];
}
