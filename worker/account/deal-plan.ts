import type { Pipeline } from '../amocrm/pipelines.ts';
import type { ArchimedFailure } from '../archimed/failure.ts';
import type { Stage } from '../settings/automation.schemas.ts';
import { defaultSettings } from '../settings/defaults.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { err, type Result } from '../shared/result.ts';
import type { LeadView, Reason, VisitFacts } from '../sync/model.ts';
import { type PlanInput, planDeal } from '../sync/plan.ts';
import { withoutGoneStage } from '../sync/plan-refused.ts';
import type { PatientRead } from './deal-patient.ts';
import { addOptions, recallTask } from './deal-writes.ts';
import { type HeededPlan, heedMove } from './heed-move.ts';
import { visitById, visitsOfDeal } from './mirror.ts';
import { stageNames } from './two-way-reads.ts';
import { readVisitFacts, visitRefs } from './visit-facts.ts';
import { type Failed, MAX_ROUNDS, type Work } from './visit-work.ts';

/** What to write: the pure plan, fed with what it asks for. */
export async function planFor(
  work: Work,
  lead: LeadView,
  newlyFound: boolean,
  patient: PatientRead,
): Promise<{ ok: true; value: HeededPlan } | Failed> {
  const { ctx, settings, amocrm, row, facts, priority } = work;
  const recalled = await recallTask({ ctx, amocrm, event: work.event, row, lead, priority });
  if (!recalled.ok) {
    return { ok: false, side: 'amocrm', error: recalled.error };
  }
  const others = new Map<string, VisitFacts>();
  const unusable = new Map<number, Reason>();
  const added = new Set<number>();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const leadFields = await ctx.amocrmLists.fields(amocrm, 'leads', priority);
    const contactFields = await ctx.amocrmLists.fields(amocrm, 'contacts', priority);
    const pipelines = await ctx.amocrmLists.pipelines(amocrm, priority);
    for (const list of [leadFields, contactFields, pipelines]) {
      if (!list.ok) {
        return { ok: false, side: 'amocrm', error: list.error };
      }
    }
    if (!leadFields.ok || !contactFields.ok || !pipelines.ok) {
      continue;
    }
    const stored = work.kept.deal(lead.id);
    const current = work.kept.visit() ?? row;
    const dealRows = visitsOfDeal(ctx.store, lead.id).filter((other) => other.id !== row.id);
    const input: PlanInput = {
      event: { kind: work.kind, at: work.event.at },
      own: facts,
      ownTask: { id: current.taskId, shows: current.taskShows, done: current.taskDone },
      bookedByUs: row.bookedByUs,
      visits: [...visitRefs(settings, dealRows, work.statuses), facts],
      facts: others,
      today: work.today,
      newlyFound,
      lead,
      leadFields: leadFields.value,
      contact: patient.contact,
      contactFields: contactFields.value,
      unusable,
      patient: patient.patient,
      memory: {
        lastVisitId: stored?.lastVisitId ?? null,
        lastStatus: stored?.lastStatus ?? null,
        written: stored ? JSON.parse(stored.written) : {},
        contactWritten: patient.contactWritten,
      },
      settings: {
        fields: settings.fields.body,
        automation: settings.automation.body,
        matching: settings.matching.body,
      },
      stageRulesOf: stageRules(settings, pipelines.value),
      hash: await ctx.hasher(),
    };
    const result = planDeal(input);
    if (result.kind === 'plan') {
      const plan = withoutGoneStage(result.plan, (stage) => isStage(pipelines.value, stage));
      return heedMove(work, lead, plan, {
        memory: stored,
        visits: input.visits,
        target: others.get(plan.memory.lastVisitId ?? '') ?? facts,
        pipelines: pipelines.value,
      });
    }
    if (result.kind === 'need-options') {
      for (const addition of result.additions) {
        const { fieldId, entity } = addition;
        const field = (entity === 'leads' ? leadFields : contactFields).value.get(fieldId);
        // amoCRM spells them otherwise than they were sent: adding them again would only make more of them.
        const made = added.has(fieldId) ? null : await addOptions(amocrm, [addition], priority);
        if (made && !made.ok && made.error.kind !== 'invalid' && made.error.kind !== 'not_found') {
          return { ok: false, side: 'amocrm', error: made.error };
        }
        if (!made?.ok && added.has(fieldId)) {
          unusable.set(fieldId, optionsRefused(field?.name ?? `№ ${fieldId}`));
        }
        added.add(fieldId);
      }
      ctx.amocrmLists.forget();
    } else {
      const other = await readOther(work, result.visitId);
      if (!other.ok) {
        return { ok: false, side: 'archimed', error: other.error };
      }
      others.set(result.visitId, other.value);
    }
  }
  return { ok: false, side: 'amocrm', error: { kind: 'bad_reply', detail: 'the plan asks for ever' } };
}

export function stageRules(
  settings: AccountSettings,
  pipelines: readonly Pipeline[],
): PlanInput['stageRulesOf'] {
  return (branchId) => ({
    statuses: settings.statuses.get(branchId)?.body ?? { ...defaultSettings.statuses, mode: 'off' },
    protectedStages: settings.automation.body.protectedStages,
    syncPipelines: settings.automation.body.syncPipelines,
    stageName: stageNames(pipelines),
  });
}

function optionsRefused(name: string): Reason {
  return {
    code: 'fields.refused',
    text: `Поле «${name}» не записано: amoCRM не принял новый вариант. Добавьте его вручную или выберите другое поле в настройках «Поля»`,
  };
}

/** An account whose pipelines were not told says nothing about a stage. */
function isStage(pipelines: readonly Pipeline[], { pipelineId, stageId }: Stage): boolean {
  const stages = pipelines.find((pipeline) => pipeline.id === pipelineId)?.stages ?? [];
  return pipelines.length === 0 || stages.some((stage) => stage.id === stageId);
}

async function readOther(work: Work, visitId: string): Promise<Result<VisitFacts, ArchimedFailure>> {
  const { ctx, settings, priority } = work;
  const row = visitById(ctx.store, visitId);
  const archimed = row && (await ctx.archimed(settings, row.sourceId));
  if (!row || !archimed) {
    return err({ kind: 'unreadable_token', message: null });
  }
  return readVisitFacts(ctx, settings, archimed, row, priority);
}
