import { Amo as Client, type OAuth, parseIncomingWebhook } from '@shevernitskiy/amo';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import {
  contactId,
  description,
  domain,
  fields,
  leadId,
  loneLeadId,
  managerId,
  options,
  pipelineId,
  statuses,
} from '../amocrm/account.ts';
import { type Amo, client as credentials, onAccount } from '../amocrm/kit.ts';
import { type Runner, startRunner } from '../framework/runner.ts';
import { fetchTowards, nested } from './towards.ts';

/** @shevernitskiy/amo 0.1.12, a client by others that runs against the real amoCRM. */

let runner: Runner;
beforeAll(async () => {
  runner = await startRunner();
});
afterEach(() => {
  vi.unstubAllGlobals();
});
afterAll(() => runner.close());

const secrets = credentials;

function withClient(run: (client: Client, amo: Amo, tokens: OAuth[]) => Promise<void>): Promise<void> {
  return runner.run(
    onAccount('shevernitskiy-amo', [], '@shevernitskiy/amo', async (amo) => {
      fetchTowards(amo.amocrm.url);
      const tokens: OAuth[] = [];
      const auth = { ...secrets, grant_type: 'authorization_code', code: await amo.code() } as const;
      const client = new Client(domain, auth, {
        request_delay: 0,
        on_token: (token) => void tokens.push(token),
      });
      await run(client, amo, tokens);
    }),
  );
}

test('connects with a code and refreshes when the token has run out', () =>
  withClient(async (client, amo, tokens) => {
    const account = await client.account.getAccount({
      with: ['amojo_id', 'task_types', 'datetime_settings'],
    });
    expect(account.id).toBe(description.id);
    expect(tokens).toHaveLength(1);
    const [token] = tokens;
    if (token === undefined) return;
    const renewed: OAuth[] = [];
    const later = new Client(
      domain,
      { ...secrets, ...token, expires_at: 0 },
      { request_delay: 0, on_token: (next) => void renewed.push(next) },
    );
    expect((await later.account.getAccount()).id).toBe(description.id);
    expect(renewed[0]?.refresh_token).not.toBe(token.refresh_token);
    const dead = new Client(domain, { ...secrets, ...token, expires_at: 0 }, { request_delay: 0 });
    await expect(dead.account.getAccount()).rejects.toMatchObject({
      response: { hint: 'Token has been revoked' },
    });
    expect(amo.tokens.access).not.toBe(token.access_token);
  }));

test('reads deals and contacts; nothing is an error of its own', () =>
  withClient(async (client) => {
    const lead = await client.lead.getLeadById(leadId, { with: ['contacts'] });
    expect(lead).toMatchObject({ id: leadId, _embedded: { contacts: [{ id: contactId }] } });
    expect(await client.contact.getContactById(contactId, { with: ['leads'] })).toMatchObject({
      name: 'Ирина Лебедева',
      _embedded: { leads: [{ id: leadId }] },
    });
    const first = await client.lead.getLeads({ limit: 1, page: 1, order: { param: 'id', type: 'asc' } });
    const second = await client.lead.getLeads({ limit: 1, page: 2, order: { param: 'id', type: 'asc' } });
    expect([...first._embedded.leads, ...second._embedded.leads].map(({ id }) => id)).toEqual([
      leadId,
      loneLeadId,
    ]);
    await expect(client.lead.getLeads({ limit: 1, page: 3 })).rejects.toThrow('204 No Content');
  }));

test('its filter builder speaks the grammar of the filters', () =>
  withClient(async (client, amo) => {
    await amo.set({ filtersEnabled: true });
    const ids = async (params: Parameters<typeof client.lead.getLeads>[0]) =>
      (await client.lead.getLeads(params))._embedded.leads.map(({ id }) => id);
    expect(await ids({ filter: (filter) => filter.statuses([[pipelineId, statuses.talks]]) })).toEqual([
      loneLeadId,
    ]);
    expect(await ids({ filter: (filter) => filter.range('price', 1000, 50_000) })).toEqual([leadId]);
    expect(await ids({ filter: (filter) => filter.multi('id', [loneLeadId, 1]) })).toEqual([loneLeadId]);
    const tasks = await client.task.getTasks({
      filter: (filter) => filter.single('entity_type', 'leads').single('entity_id', leadId),
    });
    expect(tasks._embedded.tasks).toHaveLength(1);
  }));

test('writes deals, contacts, tasks, notes, links', () =>
  withClient(async (client, amo) => {
    const made = await client.lead.addLeads([
      {
        name: 'Заявка',
        custom_fields_values: [{ field_id: fields.source, values: [{ enum_id: options.call }] }],
      },
    ]);
    const id = made._embedded.leads?.[0]?.id ?? 0;
    expect(await client.lead.updateLeadById(id, { price: 900 })).toMatchObject({
      id,
      updated_at: amo.clock.nowSeconds(),
    });
    const contact = await client.contact.addContacts([{ name: 'Пётр Ким' }]);
    expect(contact._embedded.contacts[0]?.id).toEqual(expect.any(Number));
    const tasks = await client.task.addTasks([
      { text: 'Перезвонить', complete_till: 1785400000, entity_id: id, entity_type: 'leads' },
    ]);
    await client.task.completeTaskById(tasks._embedded.tasks[0]?.id ?? 0, { result: { text: 'Готово' } });
    await client.note.addNotes('leads', [{ entity_id: id, note_type: 'common', params: { text: 'Привет' } }]);
    const complex = await client.lead.addComplex([
      { name: 'Форма', _embedded: { contacts: [{ first_name: 'Анна' }] } },
    ]);
    expect(complex[0]).toMatchObject({ merged: false, contact_id: expect.any(Number) });
    expect((await amo.api('GET', `/leads/${id}`)).json).toMatchObject({ price: 900 });
    await expect(client.lead.updateLeadById(id, { responsible_user_id: 1 })).rejects.toMatchObject({
      response: { status: 400 },
    });
  }));

test('reads pipelines, users, events', () =>
  withClient(async (client, amo) => {
    const pipelines = await client.pipeline.getPipelines();
    expect(pipelines._embedded.pipelines.map(({ id }) => id)).toContain(pipelineId);
    expect(await client.user.getUserById(managerId)).toMatchObject({
      id: managerId,
      rights: { is_admin: false },
    });
    await amo.api('PATCH', `/leads/${leadId}`, { status_id: 142 });
    const events = await client.event.getEvents({
      filter: (filter) => filter.multi('type', ['lead_status_changed']),
    });
    expect(events._embedded.events[0]).toMatchObject({ entity_id: leadId, type: 'lead_status_changed' });
  }));

test('its parser reads a hook of the double', () =>
  withClient(async (client, amo) => {
    const receiver = await amo.receiver();
    const destination = `${receiver.url}/wh`;
    const subscription = await client.webhook.addWebhook({
      destination,
      settings: ['update_lead', 'note_lead'],
      sort: 10,
    });
    expect(subscription).toMatchObject({ destination, disabled: false });
    await amo.api('PATCH', `/leads/${leadId}`, { price: 5 });
    const [hook] = await receiver.count(1);
    expect(parseIncomingWebhook(nested(hook?.body ?? ''))).toEqual([
      'leads',
      'update',
      expect.objectContaining({ id: String(leadId), price: '5' }),
    ]);
    await amo.api('POST', `/leads/${leadId}/notes`, [{ note_type: 'common', params: { text: 'Привет' } }]);
    const [, note] = await receiver.count(2);
    expect(parseIncomingWebhook(nested(note?.body ?? ''))).toEqual([
      'leads',
      'note',
      { note: expect.objectContaining({ text: 'Привет' }) },
    ]);
    await client.webhook.deleteWebhook({ destination });
    expect((await amo.api('GET', '/webhooks')).status).toBe(204);
  }));

test('its own hook server is wrong: hooks are forms, it reads JSON', () =>
  withClient(async (client, amo) => {
    const receiver = await amo.receiver();
    await amo.api('POST', '/webhooks', { destination: `${receiver.url}/wh`, settings: ['update_lead'] });
    await amo.api('PATCH', `/leads/${leadId}`, { price: 5 });
    const [hook] = await receiver.count(1);
    const request = new Request('http://localhost/wh', { method: 'POST', body: hook?.body ?? '' });
    const reply = await client
      .webhookHandler()(request)
      .catch(() => null);
    expect(reply?.ok ?? false).toBe(false);
  }));
