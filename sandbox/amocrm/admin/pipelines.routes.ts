import { type Context, Hono } from 'hono';
import { duplicateControlPatch } from '../core/description.ts';
import type { Account } from '../core/model.ts';
import { readBody, refuse } from './body.ts';

/** Duplicate control as an administrator sets it in the pipeline's settings (amocrm-api.md §4.2). */
export function pipelineRoutes(accountOf: (c: Context) => Account | undefined): Hono {
  const app = new Hono();

  app.patch('/:id{[0-9]+}/duplicate-control', async (c) => {
    const account = accountOf(c);
    const id = Number(c.req.param('id'));
    const pipeline = account?.pipelines.find((candidate) => candidate.id === id);
    if (account === undefined || pipeline === undefined) return refuse(c, 404, 'unknown pipeline');
    const body = await readBody(c, duplicateControlPatch);
    if (!body.ok) return body.response;
    const { statusIds, fieldIds, enabled } = body.value;
    if (statusIds?.some((stage) => !pipeline.statuses.some((status) => status.id === stage)) === true)
      return refuse(c, 400, 'unknown stage');
    const fields = [...account.fields.leads, ...account.fields.contacts, ...account.fields.companies];
    const texts = fields.filter(({ type }) => type === 'text' || type === 'numeric').map((field) => field.id);
    if (fieldIds?.some((field) => !texts.includes(field)) === true)
      return refuse(c, 400, 'not a text or numeric field');
    // The integration appears in these settings after its first deal in the pipeline.
    if (enabled === true && !(body.value.listed ?? pipeline.duplicateControl.listed))
      return refuse(c, 409, 'the integration has made no deal in this pipeline yet');
    pipeline.duplicateControl = { ...pipeline.duplicateControl, ...body.value };
    return c.json(pipeline.duplicateControl);
  });

  return app;
}
