import type { Pipeline } from '../amocrm/pipelines.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import type { Meaning } from '../settings/statuses.schemas.ts';
import type { VisitFacts } from '../sync/model.ts';
import type { ReplayRules, VisitState } from '../sync/replay-model.ts';
import { fromEpochMs } from '../sync/wall-clock.ts';
import { meanings } from './branches.ts';
import type { AccountContext } from './context.ts';
import { stageRules } from './deal-plan.ts';
import { fullName } from './visit-views.ts';
import { sourceBranchIds } from './visit-work.ts';

/** The account's settings as a replay asks for them; a visit's names come from the directories that the object keeps. */
export function rulesOf(
  ctx: AccountContext,
  settings: AccountSettings,
  pipelines: readonly Pipeline[],
  { isSameSearch }: Pick<ReplayRules, 'isSameSearch'>,
): ReplayRules {
  const branch = (branchId: number) => settings.branches.find(({ id }) => id === branchId) ?? null;
  const zone = (branchId: number) => branch(branchId)?.timeZone ?? settings.account.timeZone;
  const meaningsOf = new Map<number, (statusId: number) => Meaning | null>();
  const known = new WeakMap<VisitState, VisitFacts>();

  function meaningOf({ branchId, sourceId }: VisitState): (statusId: number) => Meaning | null {
    const made =
      meaningsOf.get(branchId) ?? meanings(settings, branchId, ctx.directories.peek(sourceId, 'statuses'));
    meaningsOf.set(branchId, made);
    return made;
  }

  function factsOf(visit: VisitState): VisitFacts {
    const { sourceId, branchId } = visit;
    const doctor = ctx.directories.peek(sourceId, 'doctors').find(({ id }) => id === visit.doctorId);
    const statusId = visit.statusId ?? 0;
    const status = ctx.directories.peek(sourceId, 'statuses').find(({ id }) => id === statusId);
    return {
      ...visit,
      branchTitle: branch(branchId)?.title ?? '',
      timeZone: zone(branchId),
      doctorId: visit.doctorId || null,
      doctorName: doctor ? fullName(doctor) : '',
      specialityIds: doctor ? doctor.specialities.map(({ id }) => id) : null,
      statusId,
      statusName: status?.name ?? `№ ${statusId}`,
      meaning: meaningOf(visit)(statusId),
      // They stand in the visit's note, which is not kept.
      services: null,
      comment: null,
    };
  }

  return {
    automation: settings.automation.body,
    matching: settings.matching.body,
    isSameSearch,
    branch,
    branchIdsOf: (sourceId) => sourceBranchIds(settings, sourceId),
    stageRulesOf: stageRules(settings, pipelines),
    facts(visit) {
      const facts = known.get(visit) ?? factsOf(visit);
      known.set(visit, facts);
      return facts;
    },
    today: ({ branchId }, at) => fromEpochMs(at, zone(branchId)).date,
  };
}
