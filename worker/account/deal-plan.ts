import { eq } from 'drizzle-orm';
import type { AmocrmFailure } from '../amocrm/failure.ts';
import type { Pipeline } from '../amocrm/pipelines.ts';
import type { ArchimedFailure } from '../archimed/failure.ts';
import { defaultSettings } from '../settings/defaults.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { err, type Result } from '../shared/result.ts';
import type { LeadView, VisitFacts } from '../sync/model.ts';
import { type Plan, type PlanInput, planDeal } from '../sync/plan.ts';
import type { OptionAddition } from '../sync/plan-fields.ts';
import type { PatientRead } from './deal-patient.ts';
import { addOptions, recallTask } from './deal-writes.ts';
import { visitById, visitsOfDeal } from './mirror.ts';
import { deals } from './schema.ts';
import { readVisitFacts, visitRefs } from './visit-facts.ts';
import { type Failed, MAX_ROUNDS, type Work } from './visit-work.ts';

/** What to write: the pure plan, fed with what it asks for. */
export async function planFor(
  work: Work,
  lead: LeadView,
  newlyFound: boolean,
  patient: PatientRead,
): Promise<{ ok: true; value: Plan } | Failed> {
  const { ctx, settings, amocrm, row, facts, priority } = work;
  const recalled = await recallTask({ ctx, amocrm, event: work.event, row, lead, priority });
  if (!recalled.ok) {
    return { ok: false, side: 'amocrm', error: recalled.error };
  }
  const others = new Map<string, VisitFacts>();
  let optionsAdded = false;
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
    const stored = ctx.store.select().from(deals).where(eq(deals.id, lead.id)).get();
    const current = visitById(ctx.store, row.id) ?? row;
    const dealRows = visitsOfDeal(ctx.store, lead.id).filter((other) => other.id !== row.id);
    const input: PlanInput = {
      event: { kind: work.kind, at: work.event.at },
      own: facts,
      ownTask: { id: current.taskId, done: current.taskDone },
      bookedByUs: row.bookedByUs,
      visits: [...visitRefs(settings, dealRows, work.statuses), facts],
      facts: others,
      today: work.today,
      newlyFound,
      lead,
      leadFields: leadFields.value,
      contact: patient.contact,
      contactFields: contactFields.value,
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
      return { ok: true, value: result.plan };
    }
    if (result.kind === 'need-options') {
      if (optionsAdded) {
        // amoCRM spells them otherwise than they were sent: adding them again would only make more of them.
        return { ok: false, side: 'amocrm', error: strangeOptions(result.additions) };
      }
      optionsAdded = true;
      const added = await addOptions(amocrm, result.additions, priority);
      if (!added.ok) {
        return { ok: false, side: 'amocrm', error: added.error };
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

function stageRules(settings: AccountSettings, pipelines: readonly Pipeline[]): PlanInput['stageRulesOf'] {
  return (branchId) => ({
    statuses: settings.statuses.get(branchId)?.body ?? { ...defaultSettings.statuses, mode: 'off' },
    protectedStages: settings.automation.body.protectedStages,
    syncPipelines: settings.automation.body.syncPipelines,
    stageName: (stage) =>
      pipelines
        .find((pipeline) => pipeline.id === stage.pipelineId)
        ?.stages.find((candidate) => candidate.id === stage.stageId)?.name ?? `этап ${stage.stageId}`,
  });
}

function strangeOptions(additions: readonly OptionAddition[]): AmocrmFailure {
  const problems = additions.map(({ fieldId }) => ({
    requestId: '',
    code: 'OptionNotFound',
    path: `custom_fields/${fieldId}`,
    detail: '',
  }));
  return { kind: 'invalid', status: 422, detail: '', problems };
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
