import type { Branch } from '../../../worker/settings/branches.schemas.ts';
import { t } from '../locales/branches.ts';
import { t as common } from '../locales/common.ts';
import { type Change, changed, onOff } from '../shared/change.ts';
import type { BranchDraft } from './branch-draft.ts';
import { zoneLabel } from './time-zone-field.tsx';

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
