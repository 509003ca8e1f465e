import { computed, signal } from '@preact/signals';
import type { MeReply } from '../../worker/session/session.schemas.ts';
import type { Visit } from '../../worker/visits/visits.schemas.ts';
import type { Api } from '../ui/api.ts';
import type { FrameContext } from '../ui/bridge-messages.ts';
import { t } from './messages.ts';
import { createPatientsModel } from './patients-model.ts';
import { type Branch, createScheduleModel } from './schedule-model.ts';
import { createServicesModel } from './services-model.ts';
import { minutesBetween, type Offer } from './slots.ts';
import { createSubmitModel } from './submit-model.ts';

export type Step = 'who' | 'when' | 'summary';
export type Model = ReturnType<typeof createModel>;

type Options = {
  api: Api;
  me: MeReply;
  context: FrameContext;
  /** The visit to move; `null`: a new one. */
  visit: Visit | null;
  onChanged: () => void;
};

/** Everything that the booking window knows. One model per opening: a deal, or a visit to move. */
export function createModel({ api, me, context, visit, onChanged }: Options) {
  const branches = me.branches.filter((candidate) => candidate.enabled);
  const branchId = signal(visit?.branchId ?? startBranch(me));
  const branch = computed<Branch>(
    () =>
      me.branches.find((candidate) => candidate.id === branchId.value) ?? {
        id: branchId.value,
        title: visit?.branchTitle ?? '',
        timeZone: 'Europe/Moscow',
      },
  );
  const patients = createPatientsModel(api, context.dealId);
  const services = createServicesModel(api);
  // A visit that is moved keeps its length.
  const minutes = computed(() =>
    visit === null ? services.minutes.value : minutesBetween(visit.start, visit.end),
  );
  const schedule = createScheduleModel(api, branch, minutes);
  const submission = createSubmitModel(api, onChanged);
  const comment = signal('');
  const step = signal<Step>(visit === null ? 'who' : 'when');
  const tried = signal<'patient' | 'slot' | null>(null);
  /** A sentence at the button: what is still missing. It goes away by itself when that is there. */
  const missing = computed(() => {
    if (tried.value === 'patient') {
      if (patients.choice.value.kind === 'none')
        return t(patients.loading.value ? 'patient.loading' : 'patient.choose');
      return Object.values(patients.errors.value).some((error) => error !== undefined)
        ? t('patient.check')
        : null;
    }
    return tried.value === 'slot' && schedule.chosen.value === null ? t('summary.chooseSlot') : null;
  });

  const start = async (): Promise<void> => {
    if (visit === null) {
      services.search(branchId.value, '');
      await Promise.all([schedule.reset(), patients.load(branchId.value)]);
    } else {
      await Promise.all([schedule.loadDoctors(), schedule.aim({ kind: 'doctor', id: visit.doctorId })]);
    }
  };
  const changeBranch = async (id: number): Promise<void> => {
    branchId.value = id;
    services.reset(id);
    await Promise.all([schedule.reset(), patients.load(id)]);
  };
  const pick = (offer: Offer): void => {
    schedule.pick(offer);
    submission.dismiss();
    step.value = 'summary';
  };
  const pickNearest = (offer: Offer): void => {
    submission.dismiss();
    void schedule.pickFresh(offer);
  };

  const submit = async (confirmed: boolean): Promise<void> => {
    const patient = visit === null ? patients.read(branch.value.timeZone) : null;
    const slot = schedule.chosen.value;
    if (visit === null && patient === null) {
      step.value = 'who';
      tried.value = 'patient';
      return;
    }
    if (slot === null) {
      step.value = 'when';
      tried.value = 'slot';
      return;
    }
    tried.value = null;
    const time = { doctorId: slot.doctorId, start: slot.start, end: slot.end };
    if (visit !== null) {
      await submission.move(visit.id, time);
    } else if (patient !== null) {
      await submission.book({
        dealId: context.dealId,
        branchId: branchId.value,
        ...time,
        patient: patient.body,
        serviceIds: services.chosen.value.map((service) => service.id),
        comment: comment.value.trim(),
        confirmed,
      });
    }
    // The schedule on screen is wrong as soon as somebody was faster.
    if (submission.error.value?.code === 'visits.slot_taken') void schedule.drop();
  };

  return {
    me,
    context,
    visit,
    branches,
    branch,
    patients,
    services,
    schedule,
    submission,
    comment,
    minutes,
    step,
    missing,
    start,
    changeBranch,
    pick,
    pickNearest,
    submit,
  };
}

function startBranch(me: MeReply): number {
  const enabled = me.branches.filter((branch) => branch.enabled);
  const start =
    enabled.find((branch) => branch.id === me.user.defaultBranch) ??
    enabled.find((branch) => branch.main) ??
    enabled[0];
  return start?.id ?? 0;
}
