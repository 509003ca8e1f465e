import { Hono } from 'hono';
import { z } from 'zod';
import type { Pipeline, Status } from '../core/model.ts';
import {
  addStage,
  deleteStage,
  isSystemStage,
  MAX_STATUSES,
  shownStatuses,
  stageColors,
} from '../core/pipelines.ts';
import { perform, type World } from '../core/world.ts';
import type { ApiContext, ApiEnv } from '../http/env.ts';
import { hal, noContent, selfLink, withOf } from '../http/hal.ts';
import { choiceProblem, notFound, type Problem, problem } from '../http/problem.ts';
import { readItems, readObject } from '../http/validation.ts';
import { renderStatus } from './pipeline-model.ts';
import { pipelineOf, refusals } from './pipelines.routes.ts';

const path = '/leads/pipelines/:pipeline{[0-9]+}/statuses';

const fields = {
  sort: z.int().optional(),
  color: z.string().optional(),
  descriptions: z
    .array(
      z.strictObject({
        level: z.enum(['newbie', 'candidate', 'master']),
        description: z.string().max(1000),
      }),
    )
    .max(3)
    .optional(),
  request_id: z.string().optional(),
};
const createSchema = z.strictObject({ name: z.string().min(1).max(255), ...fields });
const updateSchema = z.strictObject({ name: z.string().min(1).max(255).optional(), ...fields });

function colorProblems(input: { color?: string | undefined }): Problem[] {
  return input.color === undefined || stageColors.includes(input.color) ? [] : [choiceProblem('color')];
}

function describe(world: World, status: Status, input: z.infer<typeof updateSchema>): void {
  if (input.descriptions === undefined) return;
  status.descriptions = input.descriptions.map((row) => ({ id: world.ids.next('option'), ...row }));
}

function statusOf(c: ApiContext, pipeline: Pipeline | undefined): Status | undefined {
  return pipeline?.statuses.find((status) => status.id === Number(c.req.param('id')));
}

/** Stages of a pipeline; `adminOnly` of its writes stands with the pipelines. */
export function pipelineStatusesRoutes(world: World): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.get(path, (c) => {
    const { account } = c.var;
    const pipeline = pipelineOf(c, 'pipeline');
    if (pipeline === undefined) return noContent();
    const rows = shownStatuses(pipeline).map((status) =>
      renderStatus(account, pipeline, status, withOf(c).has('descriptions')),
    );
    return hal({
      _total_items: rows.length,
      ...selfLink(account, `/leads/pipelines/${pipeline.id}/statuses`),
      _embedded: { statuses: rows },
    });
  });

  app.get(`${path}/:id{[0-9]+}`, (c) => {
    const pipeline = pipelineOf(c, 'pipeline');
    const status = statusOf(c, pipeline);
    if (pipeline === undefined || status === undefined) return noContent();
    return hal(renderStatus(c.var.account, pipeline, status, withOf(c).has('descriptions')));
  });

  app.post(path, async (c) => {
    const { account } = c.var;
    const pipeline = pipelineOf(c, 'pipeline');
    if (pipeline === undefined) return notFound();
    const read = await readItems(c, createSchema, colorProblems);
    if (!read.ok) return read.response;
    if (pipeline.statuses.length + read.value.length > MAX_STATUSES) {
      return problem(422, `Too many statuses, maximum is ${MAX_STATUSES}`);
    }
    const rows = read.value.map(({ value, requestId }) => {
      const status = addStage(world.ids, pipeline, value);
      describe(world, status, value);
      return { ...renderStatus(account, pipeline, status), request_id: requestId };
    });
    return hal({
      _total_items: rows.length,
      ...selfLink(account, `/leads/pipelines/${pipeline.id}/statuses`),
      _embedded: { statuses: rows },
    });
  });

  app.patch(`${path}/:id{[0-9]+}`, async (c) => {
    const pipeline = pipelineOf(c, 'pipeline');
    const status = statusOf(c, pipeline);
    if (pipeline === undefined || status === undefined) return notFound();
    if (isSystemStage(status)) return problem(422, refusals['system-stage']);
    const read = await readObject(c, updateSchema, colorProblems);
    if (!read.ok) return read.response;
    status.name = read.value.name ?? status.name;
    status.sort = read.value.sort ?? status.sort;
    status.color = read.value.color ?? status.color;
    describe(world, status, read.value);
    pipeline.statuses.sort((a, b) => a.sort - b.sort);
    return hal(renderStatus(c.var.account, pipeline, status));
  });

  app.delete(`${path}/:id{[0-9]+}`, (c) => {
    const pipeline = pipelineOf(c, 'pipeline');
    const status = statusOf(c, pipeline);
    if (pipeline === undefined || status === undefined) return notFound();
    const refusal = perform(world, c.var.account, c.var.actor.id, (change) =>
      deleteStage(change, pipeline, status),
    );
    return refusal === null ? noContent() : problem(422, refusals[refusal]);
  });

  return app;
}
