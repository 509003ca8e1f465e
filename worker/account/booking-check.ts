import type { ArchimedClient } from '../archimed/client.ts';
import type { AccountSettings, BranchRow } from '../settings/settings.repository.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { cardAnswer } from '../sync/deal-policy.ts';
import { isOpen } from '../sync/driving.ts';
import type { VisitRef } from '../sync/model.ts';
import { normalizePhone } from '../sync/phone.ts';
import { writeInfo } from '../sync/services-line.ts';
import { fromEpochMs, fromInstant } from '../sync/wall-clock.ts';
import type { VisitCreate } from '../visits/visits.schemas.ts';
import type { BookingBody } from './booking.ts';
import { meanings } from './branches.ts';
import type { AccountContext } from './context.ts';
import { type ApiFailure, archimedProblem, problem } from './failures.ts';
import { type VisitRow, visitsOfDeal, visitsOfPatient } from './mirror.ts';
import { knownCards } from './patients.ts';
import { slotTaken } from './refusals.ts';
import { coveredBy, freeIntervals, type WallSlot } from './slots.ts';

/** What is looked at before a booking is accepted: nothing is written here. */

export const dealBusy = problem(409, 'visits.deal_busy', 'В этой сделке уже есть запись: на сделку — одна.');

/** A manager does not wait longer for amoCRM to say whether it knows the deal. */
const DEAL_WAIT_MS = 2_000;

export type Checked = {
  branch: BranchRow;
  client: ArchimedClient;
  slot: WallSlot;
  room: string;
  body: BookingBody;
  doubles: VisitRow[];
};

export async function checkBooking(
  ctx: AccountContext,
  settings: AccountSettings,
  input: VisitCreate,
): Promise<Result<Checked, ApiFailure>> {
  const branch = settings.branches.find((candidate) => candidate.id === input.branchId);
  if (!branch?.enabled) {
    return err(problem(409, 'setup.no_branch', 'Филиал не подключён или выключен.'));
  }
  const client = await ctx.archimed(settings, branch.sourceId);
  if (!client) {
    return err(problem(502, 'archimed.key_refused', 'Ключ филиала не читается: введите его заново.'));
  }
  const { confirmed: _confirmed, start, end, ...rest } = input;
  const slot = wallSlot(input.doctorId, start, end, branch.timeZone);
  if (!slot) {
    return err(
      problem(422, 'visits.bad_time', 'Начало и конец записи должны быть в один день, начало раньше конца.'),
    );
  }
  if (!('id' in input.patient) && normalizePhone(input.patient.phone) === null) {
    return err(problem(422, 'visits.bad_phone', 'Телефон пациента не похож на настоящий номер.'));
  }
  if (input.dealId !== null && cardAnswerFor(ctx, settings, branch, input.dealId) === 'busy') {
    return err(dealBusy);
  }
  const unknown = await findUnknown(ctx, settings, client, branch, input);
  if (unknown) {
    return err(unknown);
  }
  const info = await infoOf(ctx, client, branch, input);
  if (!info.ok) {
    return info;
  }
  const doubles = await findDoubles(ctx, settings, client, branch, input, slot);
  if (!doubles.ok) {
    return doubles;
  }
  const free = await freeIntervals(
    ctx,
    client,
    branch,
    { doctorId: slot.doctorId, from: slot.date, to: slot.date },
    'click',
  );
  if (!free.ok) {
    return err(archimedProblem(free.error));
  }
  const parts = coveredBy(free.value.free, slot);
  if (!parts) {
    return err(await slotTaken(ctx, client, branch, slot));
  }
  const { date, begin, end: till } = slot;
  const body: BookingBody = { ...rest, date, begin, end: till, info: info.value, newDealFor: null };
  return ok({ branch, client, slot, room: parts[0]?.room ?? '', body, doubles: doubles.value });
}

export function wallSlot(doctorId: number, start: string, end: string, timeZone: string): WallSlot | null {
  const from = fromInstant(start, timeZone);
  const till = fromInstant(end, timeZone);
  return from.date === till.date && from.time < till.time
    ? { doctorId, date: from.date, begin: from.time, end: till.time }
    : null;
}

/** May the card add a visit to this deal? Synchronous: asked again where the visit is inserted. */
export function cardAnswerFor(
  ctx: AccountContext,
  settings: AccountSettings,
  branch: BranchRow,
  dealId: number,
): ReturnType<typeof cardAnswer> {
  const refs = visitsOfDeal(ctx.store, dealId)
    .filter((row) => row.state !== 'failed')
    .map((row): VisitRef => {
      const meaningOf = meanings(settings, row.branchId, ctx.directories.peek(row.sourceId, 'statuses'));
      return {
        ...row,
        talonId: row.talonId ?? 0,
        meaning: row.statusId === null ? null : meaningOf(row.statusId),
      };
    });
  return cardAnswer(
    settings.automation.body.policy,
    refs,
    fromEpochMs(ctx.clock.now(), branch.timeZone).date,
  );
}

export async function infoOf(
  ctx: AccountContext,
  client: ArchimedClient,
  branch: BranchRow,
  wanted: { serviceIds: readonly number[]; comment: string },
): Promise<Result<string, ApiFailure>> {
  if (wanted.serviceIds.length === 0) {
    return ok(writeInfo('', { comment: wanted.comment }));
  }
  const directory = await ctx.directories.get(client, branch.sourceId, 'services', 'click');
  if (!directory.ok) {
    return err(archimedProblem(directory.error));
  }
  const services = wanted.serviceIds.flatMap(
    (id) => directory.value.list.find((service) => service.id === id) ?? [],
  );
  return services.length === wanted.serviceIds.length
    ? ok(writeInfo('', { services, comment: wanted.comment }))
    : err(problem(422, 'visits.unknown_service', 'Одной из услуг больше нет в прайсе ArchiMed+.'));
}

/** A doctor or a deal that does not exist. A silent amoCRM stops nobody: the deal follows later (product.md §3.1). */
async function findUnknown(
  ctx: AccountContext,
  settings: AccountSettings,
  client: ArchimedClient,
  branch: BranchRow,
  input: VisitCreate,
): Promise<ApiFailure | null> {
  const reading = input.dealId === null ? null : dealExists(ctx, settings, input.dealId);
  const doctors = await ctx.directories.get(client, branch.sourceId, 'doctors', 'click');
  if (doctors.ok && !doctors.value.list.some((doctor) => doctor.id === input.doctorId)) {
    return problem(422, 'visits.unknown_doctor', 'Такого врача в ArchiMed+ нет.');
  }
  return (await reading) === false ? problem(404, 'deals.not_found', 'Такой сделки в amoCRM нет.') : null;
}

/** null: amoCRM did not tell in time. */
async function dealExists(
  ctx: AccountContext,
  settings: AccountSettings,
  dealId: number,
): Promise<boolean | null> {
  const read = ctx.amocrm(settings.account.domain).leads.byId('click', dealId);
  const lead = await Promise.race([read, ctx.sleep(DEAL_WAIT_MS).then(() => null)]);
  return lead?.ok ? lead.value !== null && !lead.value.isDeleted : null;
}

/** The patient's coming visits to the same doctor or on the same day: the manager is asked first. */
async function findDoubles(
  ctx: AccountContext,
  settings: AccountSettings,
  client: ArchimedClient,
  branch: BranchRow,
  input: VisitCreate,
  slot: WallSlot,
): Promise<Result<VisitRow[], ApiFailure>> {
  if (input.confirmed) {
    return ok([]);
  }
  const ids: number[] = [];
  if ('id' in input.patient) {
    ids.push(input.patient.id);
  } else {
    const cards = await knownCards(client, input.patient);
    if (!cards.ok) {
      return err(archimedProblem(cards.error));
    }
    ids.push(...cards.value.map((card) => card.id));
  }
  const statuses = await ctx.directories.get(client, branch.sourceId, 'statuses', 'click');
  const today = fromEpochMs(ctx.clock.now(), branch.timeZone).date;
  return ok(
    ids
      .flatMap((patientId) => visitsOfPatient(ctx.store, branch.sourceId, patientId))
      .filter((row) => row.state !== 'failed' && (row.doctorId === slot.doctorId || row.date === slot.date))
      .filter((row) => {
        const meaningOf = meanings(settings, row.branchId, statuses.ok ? statuses.value.list : []);
        const meaning = row.statusId === null ? null : meaningOf(row.statusId);
        return isOpen({ ...row, talonId: row.talonId ?? 0, meaning }, today);
      }),
  );
}
