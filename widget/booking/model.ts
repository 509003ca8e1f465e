import { computed, signal } from '@preact/signals';
import type { MeReply } from '../../worker/session/session.schemas.ts';
import type { VisitDetails } from '../../worker/visits/details.schemas.ts';
import type { OpeningReply } from '../../worker/visits/opening.schemas.ts';
import type { VisitPatch } from '../../worker/visits/visits.schemas.ts';
import type { Api } from '../ui/api.ts';
import type { FrameContext } from '../ui/bridge-messages.ts';
import type { TakenHint } from '../ui/live.ts';
import { createDealModel } from './deal-model.ts';
import { createGridModel } from './grid-model.ts';
import { t } from './messages.ts';
import { createPatientsModel, type PatientsModel } from './patients-model.ts';
import { type Branch, createScheduleModel } from './schedule-model.ts';
import { createSearchModel } from './search-model.ts';
import { createServicesModel } from './services-model.ts';
import { minutesBetween, type Offer } from './slots.ts';
import { createSubmitModel } from './submit-model.ts';

export type Step = 'who' | 'when' | 'summary';
export type Model = ReturnType<typeof createModel>;

type Options = {
  api: Api;
  context: FrameContext;
  opening: OpeningReply & { branchId: number };
  /** The visit to move; `null`: a new one. */
  details: VisitDetails | null;
  /** «Ещё визит»: the same person once more. */
  patients?: PatientsModel | undefined;
  onChanged: () => void;
};

/** Everything that the booking window knows. One model per opening: a deal, or a visit to move. */
export function createModel({ api, context, opening, details, patients: before, onChanged }: Options) {
  const { me } = opening;
  const visit = details?.visit ?? null;
  const branches = me.branches.filter((candidate) => candidate.enabled);
  const branchId = signal(opening.branchId);
  const branch = computed<Branch>(() => branchIn(me, branchId.value, visit?.branchTitle ?? ''));
  const patients = before ?? createPatientsModel(api, context.dealId);
  const services = createServicesModel(api);
  const comment = signal(details?.comment ?? '');
  services.chosen.value = details?.services ?? [];
  const serviceIds = computed(() => services.chosen.value.map(({ id }) => id));
  const sameServices = computed(
    () => JSON.stringify(serviceIds.value) === JSON.stringify((details?.services ?? []).map(({ id }) => id)),
  );
  // A visit that is moved keeps its length unless its services change.
  const minutes = computed(() =>
    visit !== null && (sameServices.value || services.minutes.value === 0)
      ? minutesBetween(visit.start, visit.end)
      : services.minutes.value,
  );
  const submission = createSubmitModel(api, onChanged);
  const isSent = computed(() => submission.phase.value.kind !== 'editing');
  const schedule = createScheduleModel(api, branch, minutes, isSent);
  const grid = createGridModel(api, schedule, branch, visit);
  const step = signal<Step>(visit === null ? 'who' : 'when');
  const tried = signal<'patient' | 'deal' | 'slot' | null>(null);
  const deal = createDealModel(context.dealId, patients.deal);
  /** What changes besides the time. */
  const rest = computed<VisitPatch>(() => ({
    ...(sameServices.value ? {} : { serviceIds: serviceIds.value }),
    ...(comment.value.trim() === (details?.comment ?? '') ? {} : { comment: comment.value.trim() }),
  }));
  const hasRest = computed(() => visit !== null && Object.keys(rest.value).length > 0);
  /** A sentence at the button: what is still missing. It goes away by itself when that is there. */
  const missing = computed(() => {
    if (tried.value === 'patient') {
      if (patients.choice.value.kind === 'none')
        return t(patients.loading.value ? 'patient.loading' : 'patient.choose');
      return Object.values(patients.errors.value).some((error) => error !== undefined)
        ? t('patient.check')
        : null;
    }
    if (tried.value === 'deal') return deal.error.value === null ? null : t('deal.check');
    return tried.value === 'slot' && schedule.chosen.value === null ? t('summary.chooseSlot') : null;
  });

  const changeBranch = async (id: number): Promise<void> => {
    branchId.value = id;
    await Promise.all([schedule.reset(), patients.load(id), services.carryTo(id)]);
  };
  // A visit stays in its branch: another one that is named is not understood here.
  const here = visit === null ? branches : branches.filter(({ id }) => id === opening.branchId);
  const search = createSearchModel({ schedule, branch, branches: here, changeBranch });

  const start = async (): Promise<void> => {
    const { at } = context;
    const doctorId = at?.doctorId ?? visit?.doctorId;
    if (doctorId !== undefined) schedule.target.value = { kind: 'doctor', id: doctorId };
    services.prime(opening.services, opening.branchId);
    await Promise.all([
      schedule.prime(opening),
      before?.renew(opening.patients, opening.branchId),
      visit === null && before === undefined ? patients.prime(opening.patients, opening.branchId) : null,
    ]);
    if (doctorId !== undefined) search.text.value = schedule.doctorOf(doctorId)?.name ?? '';
    if (at?.start !== undefined) schedule.pickAt(at.doctorId, at.start);
  };
  const pick = (offer: Offer): void => {
    schedule.pick(offer);
    submission.dismiss();
    step.value = 'summary';
  };
  /** Instead of one that is gone: it counts, whatever was searched for. */
  const pickNearest = async (offer: Offer): Promise<void> => {
    submission.dismiss();
    await schedule.pickFresh(offer);
    search.forgetUnless(schedule.wish.value, schedule.target.value);
  };
  const taken = (hint: TakenHint): void => {
    // Our own click is told to us, too.
    if (hint.branchId !== branchId.value || isSent.value) return;
    schedule.drop(hint);
    grid.drop(hint);
  };
  /** Something changed: what is in view is read again behind it. Not while our own click holds the time that it would miss. */
  const refresh = async (): Promise<void> => {
    if (isSent.value) return;
    await (grid.way.value === 'nearest' ? schedule.refresh() : grid.refresh());
  };

  /** Whatever did not come, anew. */
  const retry = async (): Promise<void> => {
    await Promise.all([
      schedule.doctors.value.length === 0 ? schedule.loadDoctors() : null,
      schedule.load(),
      patients.error.value === null ? null : patients.load(branchId.value),
    ]);
    if (services.found.value.length === 0) services.search(branchId.value, services.query.value);
  };

  const submit = async (confirmed: boolean): Promise<void> => {
    const patient = visit === null ? patients.read(branch.value.timeZone) : null;
    const slot = schedule.chosen.value;
    if (visit === null && patient === null) {
      step.value = 'who';
      tried.value = 'patient';
      return;
    }
    if (visit === null && !deal.check()) {
      step.value = 'who';
      tried.value = 'deal';
      return;
    }
    if (slot === null && !hasRest.value) {
      step.value = 'when';
      tried.value = 'slot';
      return;
    }
    tried.value = null;
    const time = slot === null ? {} : { doctorId: slot.doctorId, start: slot.start, end: slot.end };
    if (visit !== null) {
      await submission.change(visit.id, { ...time, ...rest.value });
    } else if (patient !== null && slot !== null) {
      await submission.book({
        dealId: deal.id.value,
        branchId: branchId.value,
        ...{ doctorId: slot.doctorId, start: slot.start, end: slot.end },
        patient: patient.body,
        serviceIds: serviceIds.value,
        comment: comment.value.trim(),
        confirmed,
      });
    }
    if (visit === null && deal.takes(submission.error.value)) {
      submission.dismiss();
      step.value = 'who';
      tried.value = 'deal';
    }
    // The schedule on screen is wrong as soon as somebody was faster.
    if (submission.error.value?.code === 'visits.slot_taken') void schedule.giveUp();
  };

  return {
    patientName: details?.patientName ?? '',
    ...{ api, me, context, visit, branches, branch, patients, services, schedule, grid, search, submission },
    ...{
      deal,
      comment,
      minutes,
      step,
      missing,
      hasRest,
      start,
      pick,
      pickNearest,
      taken,
      refresh,
      retry,
      submit,
    },
    chooseBranch: async (id: number): Promise<void> => {
      search.branchChosen();
      await changeBranch(id);
      await search.apply();
    },
  };
}

export function branchIn(me: MeReply, id: number, title: string): Branch {
  return me.branches.find((candidate) => candidate.id === id) ?? { id, title, timeZone: 'Europe/Moscow' };
}
