import { Client } from 'amocrm-js';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { contactId, description, fields, leadId, options, pipelineId, statuses } from '../amocrm/account.ts';
import { type Amo, client as credentials, onAccount } from '../amocrm/kit.ts';
import { type Runner, startRunner } from '../framework/runner.ts';
import { httpsTowards } from './towards.ts';

/** amocrm-js 3.6.0, a client by others that runs against the real amoCRM. */

let runner: Runner;
beforeAll(async () => {
  runner = await startRunner();
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(() => runner.close());

function withClient(run: (client: Client, amo: Amo) => Promise<void>): Promise<void> {
  return runner.run(
    onAccount('amocrm-js', [], 'amocrm-js', async (amo) => {
      httpsTowards(amo.amocrm.url);
      const client = new Client({
        domain: description.subdomain,
        auth: { ...credentials, code: await amo.code() },
      });
      await client.connection.connect();
      await run(client, amo);
    }),
  );
}

test('connects with a code and refreshes', () =>
  withClient(async (client) => {
    const first = client.token.getValue();
    expect(first).toMatchObject({ token_type: 'Bearer', expires_in: 86_400 });
    const second = await client.token.refresh();
    expect(second?.refresh_token).not.toBe(first?.refresh_token);
    const account = await client.request.get<{ id: number }>('/api/v4/account');
    expect(account.data.id).toBe(description.id);
  }));

test('a code that was used is an error with its hint', () =>
  runner.run(
    onAccount('amocrm-js', [], 'amocrm-js', async (amo) => {
      httpsTowards(amo.amocrm.url);
      vi.spyOn(console, 'error').mockReturnValue();
      const auth = { ...credentials, code: await amo.code() };
      await new Client({ domain: description.subdomain, auth }).connection.connect();
      const again = new Client({ domain: description.subdomain, auth });
      await expect(again.connection.connect()).rejects.toMatchObject({
        message: 'API_RESPONSE_ERROR',
        data: { hint: 'Authorization code has been revoked', status: 400 },
      });
    }),
  ));

test('reads a deal with its contact, and what is not there', () =>
  withClient(async (client) => {
    const lead = await client.leads.getById(leadId, { with: ['contacts'] });
    expect(lead?.getAttributes()).toMatchObject({
      id: leadId,
      name: 'Заявка с лендинга',
      price: 48_000,
      _embedded: { contacts: [{ id: contactId }] },
    });
    const contact = await client.contacts.getById(contactId);
    expect(contact?.getAttributes()).toMatchObject({ name: 'Ирина Лебедева' });
    // 204 has no body: the client makes an empty deal of it instead of the `null` that it promises.
    expect((await client.leads.getById(999))?.id).toBeUndefined();
  }));

test('writes deals and contacts', () =>
  withClient(async (client, amo) => {
    const [lead] = await client.leads.create([
      {
        name: 'Заявка клиента',
        pipeline_id: pipelineId,
        status_id: statuses.talks,
        custom_fields_values: [{ field_id: fields.source, values: [{ enum_id: options.call }] }],
      },
    ]);
    expect(lead?.id).toEqual(expect.any(Number));
    await client.leads.update([{ id: lead?.id, price: 900 }]);
    const stored = await amo.api('GET', `/leads/${lead?.id}`);
    expect(stored.json).toMatchObject({ name: 'Заявка клиента', price: 900, status_id: statuses.talks });
    const [contact] = await client.contacts.create([{ name: 'Пётр Ким' }]);
    expect((await amo.api('GET', `/contacts/${contact?.id}`)).json).toMatchObject({ name: 'Пётр Ким' });
    const task = new client.Task({ text: 'Перезвонить', complete_till: 1785400000 });
    await task.save();
    expect((await amo.api('GET', `/tasks/${task.id}`)).json).toMatchObject({ text: 'Перезвонить' });
  }));

test('saves what it has read without losing anything', () =>
  withClient(async (client, amo) => {
    const lead = await client.leads.getById(leadId, { with: ['contacts'] });
    if (lead === null) return expect.unreachable('no deal');
    lead.price = 777;
    await lead.save();
    expect((await amo.api('GET', `/leads/${leadId}?with=contacts`)).json).toMatchObject({
      price: 777,
      custom_fields_values: [{ field_id: fields.source }, { field_id: fields.visitAt }],
      _embedded: { contacts: [{ id: contactId, is_main: true }] },
    });
    const contact = await client.contacts.getById(contactId);
    if (contact === null) return expect.unreachable('no contact');
    contact.name = 'Ирина Новая';
    await contact.save();
    expect((await amo.api('GET', `/contacts/${contactId}`)).json).toMatchObject({
      name: 'Ирина Новая',
      custom_fields_values: [{ field_id: fields.phone }, { field_id: fields.email }],
    });
  }));

test('pages through deals by the links of the replies', () =>
  withClient(async (client, amo) => {
    await amo.api(
      'POST',
      '/leads',
      Array.from({ length: 3 }, (_, i) => ({ name: `Сделка ${i}` })),
    );
    const page = await client.leads.get({ limit: 2 });
    const seen = page.getData().map(({ id }) => id);
    expect(page.hasPrev()).toBe(false);
    while (page.hasNext()) {
      await page.next();
      seen.push(...page.getData().map(({ id }) => id));
    }
    expect(new Set(seen).size).toBe(5);
    expect(seen).toHaveLength(5);
  }));

test('a validation error arrives with its path', () =>
  withClient(async (client) => {
    vi.spyOn(console, 'error').mockReturnValue();
    await expect(client.leads.update([{ id: leadId, responsible_user_id: 1 }])).rejects.toMatchObject({
      data: {
        status: 400,
        'validation-errors': [{ errors: [{ code: 'NotSupportedChoice', path: 'responsible_user_id' }] }],
      },
    });
  }));
