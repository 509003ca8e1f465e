import type { Talon } from '../archimed/talons.ts';
import type { RealVisit, SampleVisit } from '../preview/preview.schemas.ts';
import type { AccountSettings, BranchRow } from '../settings/settings.repository.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { LeadView, PersonFacts } from '../sync/model.ts';
import { writeInfo } from '../sync/services-line.ts';
import { addDays, addMinutes, fromEpochMs } from '../sync/wall-clock.ts';
import type { AccountContext } from './context.ts';
import { type ApiFailure, problem } from './failures.ts';
import { noTask, type VisitRow, visitById } from './mirror.ts';
import type { Forgotten } from './preview-world.ts';
import { fullName } from './visit-views.ts';

/** The visit that a preview is about: our row of it and, where ArchiMed+ has one, its talon as it is or as it would be. */
export type Subject = {
  row: VisitRow;
  talon: Talon | null;
  /** It counts as booked just now: nothing that was written for it is remembered. */
  isNew: boolean;
  forgotten: Forgotten;
  sample: { lead: LeadView | null; person: PersonFacts } | null;
};

const unknownVisit = problem(404, 'visits.not_found', 'Такой записи нет.');

export async function realVisit(
  ctx: AccountContext,
  settings: AccountSettings[],
  { id, statusId, searchAnew }: RealVisit,
  branchIds: readonly number[],
  read: (sourceId: number, talonId: number) => Promise<Result<Talon | null, ApiFailure>>,
): Promise<Result<Subject, ApiFailure>> {
  const row = visitById(ctx.store, id);
  if (row?.state !== 'booked' || row.talonId === null || !branchIds.includes(row.branchId)) {
    return err(unknownVisit);
  }
  const talon = await read(row.sourceId, row.talonId);
  if (!talon.ok) {
    return talon;
  }
  return ok({
    row: searchAnew ? { ...row, dealId: null, linkState: 'none', ...noTask } : row,
    talon: talon.value && withStatus(talon.value, statusId),
    isNew: searchAnew,
    forgotten: searchAnew
      ? {
          talonId: row.talonId,
          recordIdFields: settings.flatMap(({ fields }) => fields.body.lead.recordId ?? []),
        }
      : null,
    sample: null,
  });
}

function withStatus(talon: Talon, statusId: RealVisit['statusId']): Talon {
  switch (statusId) {
    case undefined:
      return talon;
    case 'deleted':
      return { ...talon, deleted: true };
    default:
      return { ...talon, statusId, deleted: false };
  }
}

const VISIT_MINUTES = 30;

/** A visit of tomorrow noon that nobody booked. */
export function sampleVisit(ctx: AccountContext, branch: BranchRow, sample: SampleVisit): Subject {
  const { doctorId, serviceIds, statusId, bookedByUs, dealStage } = sample;
  const { sourceId } = branch;
  const now = ctx.clock.now();
  const date = addDays(fromEpochMs(now, branch.timeZone).date, 1);
  const times = { date, begin: '12:00', end: addMinutes('12:00', VISIT_MINUTES), room: '' };
  const status = { statusId: statusId === 'deleted' ? null : statusId, deleted: statusId === 'deleted' };
  const doctor = ctx.directories.peek(sourceId, 'doctors').find(({ id }) => id === doctorId);
  const services = ctx.directories.peek(sourceId, 'services').filter(({ id }) => serviceIds?.includes(id));
  const common = { ...times, ...status, patientId: null };
  return {
    row: {
      ...common,
      id: 'sample',
      sourceId,
      talonId: null,
      branchId: branch.id,
      doctorId: doctorId ?? 0,
      contentHash: '',
      state: 'booked',
      bookedByUs,
      bookedAt: now,
      dealId: null,
      linkState: 'none',
      ...noTask,
      replacedBy: null,
    },
    talon: {
      ...common,
      id: 0,
      patientName: '',
      patientPhone: '',
      doctorId,
      doctorName: doctor ? fullName(doctor) : '',
      speciality: '',
      deleteReasonId: null,
      info: serviceIds === null ? '' : writeInfo('', { services }),
      updatedAt: null,
      createdAt: null,
      recordType: '',
    },
    isNew: true,
    forgotten: null,
    sample: { lead: dealStage && sampleLead(dealStage, now), person: nobody },
  };
}

/** Nobody in amoCRM has this phone. */
const nobody: PersonFacts = {
  lastName: '',
  firstName: '',
  middleName: '',
  birthDate: null,
  phones: ['+70000000000'],
};

function sampleLead({ pipelineId, stageId }: NonNullable<SampleVisit['dealStage']>, now: number): LeadView {
  const seconds = Math.floor(now / 1000);
  return {
    id: 0,
    name: '',
    pipelineId,
    statusId: stageId,
    price: 0,
    responsibleId: 0,
    createdAt: seconds,
    updatedAt: seconds,
    contactId: null,
    fields: new Map(),
  };
}
