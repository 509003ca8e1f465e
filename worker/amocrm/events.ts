import { z } from 'zod';
import type { Priority } from '../shared/limiter.ts';
import { type Pages, readPages } from './hal.ts';
import type { AmocrmResult, Query, Transport } from './transport.ts';

export type StageReference = { readonly pipelineId: number; readonly statusId: number };

/** What amoCRM remembers of a change: the reconciliation of lost hooks (amocrm-api.md §4.15). */
export type AmocrmEvent = {
  readonly id: string;
  readonly type: string;
  readonly entityId: number;
  readonly entityType: string;
  readonly createdBy: number;
  readonly createdAt: number;
  /** Of `lead_status_changed`; null for other types. */
  readonly stageAfter: StageReference | null;
  readonly stageBefore: StageReference | null;
};

export type EventQuery = {
  readonly types?: readonly string[];
  /** At most ten ids of one kind of entity. */
  readonly entity?: {
    readonly type: 'lead' | 'contact' | 'company' | 'task';
    readonly ids: readonly number[];
  };
  /** Unix seconds, included. */
  readonly from?: number;
  readonly to?: number;
  readonly maxPages: number;
};

const stageValue = z.object({
  lead_status: z.object({ id: z.number().int(), pipeline_id: z.number().int() }),
});

/** The shape depends on the type of the event: only stages are read. */
const values = z
  .array(z.unknown())
  .nullish()
  .transform((all) => {
    const stage = stageValue.safeParse(all?.[0]).data?.lead_status;
    return stage === undefined ? null : { pipelineId: stage.pipeline_id, statusId: stage.id };
  });

const eventRow: z.ZodType<AmocrmEvent> = z
  .object({
    id: z.string(),
    type: z.string(),
    entity_id: z.number().int(),
    entity_type: z.string(),
    created_by: z.number().int(),
    created_at: z.number(),
    value_after: values,
    value_before: values,
  })
  .transform((row) => ({
    id: row.id,
    type: row.type,
    entityId: row.entity_id,
    entityType: row.entity_type,
    createdBy: row.created_by,
    createdAt: row.created_at,
    stageAfter: row.value_after,
    stageBefore: row.value_before,
  }));

export type Events = {
  /** Newest first. */
  list(priority: Priority, query: EventQuery): AmocrmResult<Pages<AmocrmEvent>>;
};

const EVENTS_LIMIT = 100;

export function createEvents(transport: Transport): Events {
  return {
    list: (priority, query) =>
      readPages(transport, priority, {
        path: 'events',
        query: toQuery(query),
        key: 'events',
        row: eventRow,
        limit: EVENTS_LIMIT,
        maxPages: query.maxPages,
      }),
  };
}

function toQuery({ types = [], entity, from, to }: EventQuery): Query {
  const query: Array<readonly [string, string]> = types.map((type) => ['filter[type][]', type]);
  if (entity !== undefined) {
    query.push(['filter[entity][]', entity.type]);
    for (const id of entity.ids) query.push(['filter[entity_id][]', String(id)]);
  }
  if (from !== undefined) query.push(['filter[created_at][from]', String(from)]);
  if (to !== undefined) query.push(['filter[created_at][to]', String(to)]);
  return query;
}
