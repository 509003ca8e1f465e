import { createRoute } from '@hono/zod-openapi';
import type { AccountApi } from '../account/account.api.ts';
import type { ApiFailure } from '../account/failures.ts';
import { createApi, failures, json, jsonBody, secured } from '../http/api.ts';
import type { Caller } from '../http/app-env.ts';
import { may, requireBranch } from '../http/authorization.ts';
import { meOf } from '../session/me.routes.ts';
import type { BranchRow } from '../settings/settings.repository.ts';
import { type Clock, systemSleep } from '../shared/clock.ts';
import { ok, type Result } from '../shared/result.ts';
import { addDays, daysBetween, fromEpochMs } from '../sync/wall-clock.ts';
import { type Opening, type OpeningPart, openingReplySchema, openingSchema } from './opening.schemas.ts';

/** A manager is shown what is there by then; the page asks for the rest. */
const PATIENCE_MS = 2_500;
/** A whole branch has many slots a day, one doctor few. */
const DAYS = { branch: 7, doctor: 14 } as const;

const opening = createRoute({
  method: 'post',
  path: '/booking/opening',
  summary: 'All that the booking window opens with',
  security: secured,
  middleware: may('view'),
  request: { body: jsonBody(openingSchema) },
  responses: { 200: json(openingReplySchema, 'Every part, or why it is not there'), ...failures },
});

export function openingRoutes() {
  return createApi().openapi(opening, async (c) => {
    const caller = c.get('caller');
    const { clock, config } = c.get('services');
    const wanted = c.req.valid('json');
    const me = meOf(caller, config);
    const visit = wanted.visitId === undefined ? null : await visitOf(caller, wanted.visitId);
    const branch = branchFor(caller, wanted, visit);
    if (branch === null || visit?.ok === false) {
      const nothing = { late: true } as const;
      return c.json(
        {
          ...{ me, branchId: branch?.id ?? null, from: null, doctors: nothing, slots: nothing },
          ...{ services: nothing, patients: nothing, reasons: null },
          visit: visit?.ok === false ? errorPart(visit.error) : null,
        },
        200,
      );
    }
    return c.json(
      { me, ...(await partsFor(caller, clock, branch, wanted, visit?.value.visit ?? null)) },
      200,
    );
  });
}

type KnownVisit = { id: string; branchId: number; doctorId: number };

async function partsFor(
  { account, access }: Caller,
  clock: Clock,
  branch: BranchRow,
  wanted: Opening,
  visit: KnownVisit | null,
) {
  const doctorId = wanted.doctorId ?? visit?.doctorId;
  const days = doctorId === undefined ? DAYS.branch : DAYS.doctor;
  const today = fromEpochMs(clock.now(), branch.timeZone).date;
  const ahead = wanted.day === undefined ? 0 : Math.max(0, daysBetween(today, wanted.day));
  const from = addDays(today, Math.floor(ahead / days) * days);
  const slots = {
    branch: branch.id,
    from,
    to: addDays(from, days - 1),
    ...(doctorId === undefined ? {} : { doctor: doctorId }),
  };
  const books = visit === null && wanted.dealId !== null;
  const [doctors, free, services, patients, details, reasons] = await Promise.all([
    inTime(account.doctors(branch.id)),
    inTime(account.slots(slots)),
    inTime(account.services(branch.id, '', null)),
    books
      ? inTime(account.searchPatients({ dealId: wanted.dealId, phone: null, branchIds: [branch.id] }))
      : { value: { patients: [], contact: null } },
    visit === null ? null : inTime(account.visitDetails(visit.id, access.branches)),
    visit === null ? null : inTime(reasonsOf(account, branch.id)),
  ]);
  return { branchId: branch.id, from, doctors, slots: free, services, patients, visit: details, reasons };
}

function visitOf({ account, access }: Caller, visitId: string) {
  return account.visit(visitId, access.branches);
}

async function reasonsOf(account: AccountApi, branchId: number) {
  const reasons = await account.cancelReasons(branchId);
  return reasons.ok ? ok({ reasons: reasons.value }) : reasons;
}

/** The one that is asked for, the visit's, the user's own, the main one. */
function branchFor(
  caller: Caller,
  wanted: Opening,
  visit: Result<{ visit: KnownVisit }, ApiFailure> | null,
): BranchRow | null {
  const { settings, access } = caller;
  if (visit?.ok) {
    return requireBranch(caller, visit.value.visit.branchId);
  }
  if (wanted.branchId !== undefined) {
    return requireBranch(caller, wanted.branchId);
  }
  const usable = settings.branches.filter((branch) => branch.enabled && access.branches.includes(branch.id));
  return (
    usable.find((branch) => branch.id === access.defaultBranch) ??
    usable.find((branch) => branch.main) ??
    usable[0] ??
    null
  );
}

async function inTime<T>(reading: Promise<Result<T, ApiFailure>>): Promise<OpeningPart<T>> {
  const read = await Promise.race([reading, systemSleep(PATIENCE_MS).then(() => null)]);
  return read === null ? { late: true } : partOf(read);
}

function partOf<T>(read: Result<T, ApiFailure>): OpeningPart<T> {
  return read.ok ? { value: read.value } : errorPart(read.error);
}

function errorPart({
  status,
  code,
  message,
  details,
}: ApiFailure): Extract<OpeningPart<never>, { error: unknown }> {
  return { error: { status, code, message, details: details ?? null } };
}
