import type { StatusesReply, StatusKey } from '../../../worker/settings/statuses.schemas.ts';
import type { SelectOption } from '../../ui/components/index.ts';
import { t } from '../locales/preview.ts';

type Directory = StatusesReply['directory'];

export function statusOptions(directory: Directory): SelectOption[] {
  return directory.map(({ statusId, name }) => ({
    value: String(statusId),
    label: statusId === 'deleted' ? t('status.deleted') : name,
  }));
}

/** null: the status that the visit has. */
export function statusKeyOf(directory: Directory, picked: string): StatusKey | null {
  return directory.find(({ statusId }) => String(statusId) === picked)?.statusId ?? null;
}
