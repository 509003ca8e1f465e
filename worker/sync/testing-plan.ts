import type { LeadView } from './model.ts';
import { type Plan, type PlanInput, type PlanResult, planDeal } from './plan.ts';

/** Test support only: what follows from a plan. */

export function planned(result: PlanResult): Plan {
  if (result.kind !== 'plan') {
    throw new Error(`not a plan: ${JSON.stringify(result)}`);
  }
  return result.plan;
}

/** What amoCRM and we hold after a plan was carried out; the event stays the same. */
export function applied(input: PlanInput, plan: Plan): PlanInput {
  const write = (before: LeadView['fields'], writes: Plan['lead']['fields']): LeadView['fields'] => {
    const after = new Map(before);
    for (const { fieldId, values } of writes) {
      if (values === null) {
        after.delete(fieldId);
      } else {
        after.set(
          fieldId,
          values.map(({ value, enumId }) => ({ value: value ?? null, enumId: enumId ?? null })),
        );
      }
    }
    return after;
  };
  const { stage, name, price } = plan.lead;
  return {
    ...input,
    lead: {
      ...input.lead,
      name: name ?? input.lead.name,
      price: price ?? input.lead.price,
      pipelineId: stage?.pipelineId ?? input.lead.pipelineId,
      statusId: stage?.stageId ?? input.lead.statusId,
      fields: write(input.lead.fields, plan.lead.fields),
    },
    contact: input.contact && {
      ...input.contact,
      fields: write(input.contact.fields, plan.contact.fields),
    },
    ownTask: {
      id: plan.task?.do === 'create' ? 771204 : input.ownTask.id,
      shows: plan.task && 'shows' in plan.task ? plan.task.shows : input.ownTask.shows,
      done: input.ownTask.done || plan.task?.do === 'complete',
    },
    memory: plan.memory,
  };
}

/** The state after the visit's first event, and the next event of it. */
export function later(first: PlanInput, over: Partial<PlanInput> = {}): PlanInput {
  const state = applied(first, planned(planDeal(first)));
  const own = over.own ?? state.own;
  return {
    ...state,
    event: { ...state.event, kind: 'visit.changed' },
    visits: state.visits.map((ref) => (ref.id === own.id ? own : ref)),
    ...over,
  };
}
