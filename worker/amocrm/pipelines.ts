import { z } from 'zod';
import type { Priority } from '../shared/limiter.ts';
import { parseRows } from './hal.ts';
import type { AmocrmResult, Transport } from './transport.ts';

/** The same two ids in every pipeline, so a stage is always named with its pipeline (amocrm-api.md §4.9). */
export const WON = 142;
export const LOST = 143;

export type Stage = {
  readonly id: number;
  readonly name: string;
  readonly sort: number;
  readonly color: string;
  readonly kind: 'unsorted' | 'open' | 'won' | 'lost';
};

export type Pipeline = {
  readonly id: number;
  readonly name: string;
  readonly sort: number;
  readonly isMain: boolean;
  readonly isArchive: boolean;
  readonly stages: readonly Stage[];
};

const UNSORTED_TYPE = 1;

const stageRow: z.ZodType<Stage> = z
  .object({
    id: z.number().int(),
    name: z.string(),
    sort: z.number(),
    color: z.string().nullish(),
    type: z.number().int(),
  })
  .transform(({ id, name, sort, color, type }) => ({
    id,
    name,
    sort,
    color: color ?? '',
    kind: kindOf(id, type),
  }));

function kindOf(id: number, type: number): Stage['kind'] {
  if (id === WON) return 'won';
  if (id === LOST) return 'lost';
  return type === UNSORTED_TYPE ? 'unsorted' : 'open';
}

const pipelineRow: z.ZodType<Pipeline> = z
  .object({
    id: z.number().int(),
    name: z.string(),
    sort: z.number(),
    is_main: z.boolean(),
    is_archive: z.boolean().nullish(),
    _embedded: z.object({ statuses: z.array(stageRow) }),
  })
  .transform((row) => ({
    id: row.id,
    name: row.name,
    sort: row.sort,
    isMain: row.is_main,
    isArchive: row.is_archive ?? false,
    stages: row._embedded.statuses,
  }));

export type Pipelines = { list(priority: Priority): AmocrmResult<readonly Pipeline[]> };

export function createPipelines(transport: Transport): Pipelines {
  return {
    async list(priority) {
      const reply = await transport.get(priority, 'leads/pipelines');
      return reply.ok ? parseRows(reply.value, 'pipelines', pipelineRow) : reply;
    },
  };
}
