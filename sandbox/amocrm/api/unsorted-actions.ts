import { deleteCompany } from '../core/companies.ts';
import { deleteContact } from '../core/contacts.ts';
import { deleteLead, updateLead } from '../core/leads.ts';
import type { Account, Pipeline } from '../core/model.ts';
import { settleUnsorted } from '../core/unsorted.ts';
import { perform, type World } from '../core/world.ts';
import type { ApiContext } from '../http/env.ts';
import { choiceProblem, notFound, type Problem } from '../http/problem.ts';
import { readObject } from '../http/validation.ts';
import { responsibleProblems } from './entity-input.ts';
import { acceptSchema, declineSchema, linkSchema } from './unsorted-input.ts';
import { settled, waiting } from './unsorted-model.ts';

function userProblems(account: Account, input: { user_id?: number | undefined }): Problem[] {
  return responsibleProblems(account, input.user_id, 'user_id');
}

export async function accept(world: World, c: ApiContext): Promise<Response> {
  const { account, actor } = c.var;
  const item = waiting(c);
  if (item === undefined) return notFound();
  const pipelineOfStatus = (id: number): Pipeline | undefined =>
    account.pipelines.find((pipeline) =>
      pipeline.statuses.some((status) => status.id === id && status.type === 0),
    );
  const read = await readObject(c, acceptSchema, (input) => [
    ...userProblems(account, input),
    ...(input.status_id === undefined || pipelineOfStatus(input.status_id) !== undefined
      ? []
      : [choiceProblem('status_id')]),
  ]);
  if (!read.ok) return read.response;
  const { status_id, user_id } = read.value;
  perform(world, account, actor.id, (change) => {
    const lead = change.account.leads.get(item.leadId);
    if (lead === undefined) return;
    const own = change.account.pipelines.find((pipeline) => pipeline.id === lead.pipelineId);
    const holds = own?.statuses.some((status) => status.id === status_id) === true;
    const target = status_id === undefined || holds ? own : pipelineOfStatus(status_id);
    const first = target?.statuses.find((status) => status.type === 0)?.id;
    settleUnsorted(change, item, 'accepted');
    updateLead(change, lead, {
      pipelineId: target?.id,
      statusId: status_id ?? first,
      responsibleUserId: user_id,
    });
  });
  return settled(account, item);
}

export async function decline(world: World, c: ApiContext): Promise<Response> {
  const { account, actor } = c.var;
  const item = waiting(c);
  if (item === undefined) return notFound();
  const hasBody = (await c.req.text()).trim() !== '';
  const read = hasBody
    ? await readObject(c, declineSchema, (input) => userProblems(account, input))
    : ({ ok: true } as const);
  if (!read.ok) return read.response;
  perform(world, account, actor.id, (change) => {
    settleUnsorted(change, item, 'declined');
    const lead = change.account.leads.get(item.leadId);
    if (lead !== undefined) deleteLead(change, lead);
    for (const id of item.contactIds) {
      const contact = change.account.contacts.get(id);
      if (contact !== undefined) deleteContact(change, contact);
    }
    for (const id of item.companyIds) {
      const company = change.account.companies.get(id);
      if (company !== undefined) deleteCompany(change, company);
    }
  });
  return settled(account, item);
}

/** Joins the request to a deal that exists: its people go there, its own deal goes. */
export async function link(world: World, c: ApiContext): Promise<Response> {
  const { account, actor } = c.var;
  const item = waiting(c);
  if (item === undefined) return notFound();
  const read = await readObject(c, linkSchema, (input) => [
    ...userProblems(account, input),
    ...(account.leads.get(input.link.entity_id)?.isDeleted === false
      ? []
      : [choiceProblem('link.entity_id')]),
  ]);
  if (!read.ok) return read.response;
  perform(world, account, actor.id, (change) => {
    const target = change.account.leads.get(read.value.link.entity_id);
    const own = change.account.leads.get(item.leadId);
    if (target === undefined || own === undefined) return;
    const contacts = item.contactIds.map((id) => ({ id, isMain: false }));
    updateLead(change, target, { contacts, responsibleUserId: read.value.user_id });
    item.leadId = target.id;
    settleUnsorted(change, item, 'linked');
    deleteLead(change, own);
  });
  return settled(account, item);
}
