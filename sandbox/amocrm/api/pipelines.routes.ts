import { Hono } from 'hono';
import { z } from 'zod';
import type { Account, Pipeline } from '../core/model.ts';
import {
  addPipeline,
  changePipeline,
  deletePipeline,
  MAX_PIPELINES,
  MAX_STATUSES,
  type StageRefusal,
  stageColors,
} from '../core/pipelines.ts';
import type { World } from '../core/world.ts';
import type { ApiContext, ApiEnv } from '../http/env.ts';
import { hal, noContent, selfLink } from '../http/hal.ts';
import { choiceProblem, notFound, type Problem, problem } from '../http/problem.ts';
import { adminOnly } from '../http/rights-gate.ts';
import { readItems, readObject } from '../http/validation.ts';
import { renderPipeline } from './pipeline-model.ts';

const stageSchema = z.strictObject({
  id: z.int().optional(),
  name: z.string().min(1).max(255),
  sort: z.int().optional(),
  color: z.string().optional(),
});
const fields = {
  sort: z.int().optional(),
  is_main: z.boolean().optional(),
  is_unsorted_on: z.boolean().optional(),
  request_id: z.string().optional(),
};
const createSchema = z.strictObject({
  name: z.string().min(1).max(255),
  ...fields,
  _embedded: z.strictObject({ statuses: z.array(stageSchema).optional() }).optional(),
});
const updateSchema = z.strictObject({ name: z.string().min(1).max(255).optional(), ...fields });

export const refusals: Record<StageRefusal, string> = {
  'system-stage': 'System status cannot be changed',
  'last-stage': 'The last status of a pipeline cannot be deleted',
  'last-pipeline': 'The last pipeline cannot be deleted',
  'has-leads': 'Pipeline has leads',
};

function createProblems(input: z.infer<typeof createSchema>): Problem[] {
  return (input._embedded?.statuses ?? []).flatMap((stage, i) =>
    stage.color === undefined || stageColors.includes(stage.color)
      ? []
      : [choiceProblem(`_embedded.statuses.${i}.color`)],
  );
}

function input(value: z.infer<typeof updateSchema>) {
  return { name: value.name, sort: value.sort, isMain: value.is_main, isUnsortedOn: value.is_unsorted_on };
}

export function pipelineOf(c: ApiContext, param: string): Pipeline | undefined {
  return c.var.account.pipelines.find((candidate) => candidate.id === Number(c.req.param(param)));
}

function list(account: Account, rows: unknown[]): Response {
  return hal({
    _total_items: rows.length,
    ...selfLink(account, '/leads/pipelines'),
    _embedded: { pipelines: rows },
  });
}

export function pipelinesRoutes(world: World): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.on(['POST', 'PATCH', 'DELETE'], '/leads/pipelines/*', adminOnly());

  app.get('/leads/pipelines', (c) => {
    const { account } = c.var;
    const sorted = [...account.pipelines].sort((a, b) => a.sort - b.sort);
    return list(
      account,
      sorted.map((pipeline) => renderPipeline(account, pipeline)),
    );
  });

  app.get('/leads/pipelines/:id{[0-9]+}', (c) => {
    const pipeline = pipelineOf(c, 'id');
    return pipeline === undefined ? noContent() : hal(renderPipeline(c.var.account, pipeline));
  });

  app.post('/leads/pipelines', async (c) => {
    const { account } = c.var;
    const read = await readItems(c, createSchema, createProblems);
    if (!read.ok) return read.response;
    if (account.pipelines.length + read.value.length > MAX_PIPELINES) {
      return problem(422, `Too many pipelines, maximum is ${MAX_PIPELINES}`);
    }
    // Unsorted, won and lost are there in any case.
    const tooMany = read.value.some(
      ({ value }) => (value._embedded?.statuses ?? []).length + 3 > MAX_STATUSES,
    );
    if (tooMany) return problem(422, `Too many statuses, maximum is ${MAX_STATUSES}`);
    const rows = read.value.map(({ value, requestId }) => {
      const stages = value._embedded?.statuses;
      const pipeline = addPipeline(account, world.ids, { ...input(value), name: value.name, stages });
      return { ...renderPipeline(account, pipeline), request_id: requestId };
    });
    return list(account, rows);
  });

  app.patch('/leads/pipelines/:id{[0-9]+}', async (c) => {
    const { account } = c.var;
    const pipeline = pipelineOf(c, 'id');
    if (pipeline === undefined) return notFound();
    const read = await readObject(c, updateSchema);
    if (!read.ok) return read.response;
    // There is always one main pipeline: another one takes it over.
    if (read.value.is_main === false && pipeline.isMain) return problem(422, 'Main pipeline is required');
    changePipeline(account, pipeline, input(read.value));
    return hal(renderPipeline(account, pipeline));
  });

  app.delete('/leads/pipelines/:id{[0-9]+}', (c) => {
    const pipeline = pipelineOf(c, 'id');
    if (pipeline === undefined) return notFound();
    const refusal = deletePipeline(c.var.account, pipeline);
    return refusal === null ? noContent() : problem(422, refusals[refusal]);
  });

  return app;
}
