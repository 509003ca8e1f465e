import type { SampleVisit } from '../../../worker/preview/preview.schemas.ts';
import type { Stage } from '../../../worker/settings/automation.schemas.ts';
import type { StatusesReply, StatusKey } from '../../../worker/settings/statuses.schemas.ts';

/** A visit that nobody booked, as it is put together in the panel. */
export type SampleDraft = {
  branchId: number;
  status: StatusKey;
  doctorId: number | null;
  services: readonly { id: number; name: string }[];
  bookedByUs: boolean;
  dealStage: Stage | null;
};

/** The clinic's first status is what a visit begins with. */
export function emptySample(branchId: number, statuses: StatusesReply | undefined): SampleDraft {
  return {
    branchId,
    status: statuses?.directory[0]?.statusId ?? 'deleted',
    doctorId: null,
    services: [],
    bookedByUs: false,
    dealStage: null,
  };
}

export function sampleOf({ status, services, ...draft }: SampleDraft): SampleVisit {
  return {
    ...draft,
    statusId: status,
    serviceIds: services.length === 0 ? null : services.map(({ id }) => id),
  };
}
