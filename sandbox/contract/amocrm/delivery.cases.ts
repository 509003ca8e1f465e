import type { ContractCase } from '../framework/case.ts';
import { at, equal, rows, status, that } from '../framework/check.ts';
import type { Receiver } from '../framework/receiver.ts';
import { adminId, leadId } from './account.ts';
import { type Amo, onAccount } from './kit.ts';

const MINUTE = 60_000;

export async function listen(amo: Amo, settings: readonly string[]): Promise<Receiver> {
  const receiver = await amo.receiver();
  status(
    await amo.api('POST', '/webhooks', { destination: `${receiver.url}/wh`, settings }),
    201,
    'subscription',
  );
  return receiver;
}

async function deliveries(amo: Amo): Promise<unknown[]> {
  return rows((await amo.amocrm.admin('GET', '/hooks')).json, 'hooks');
}

/** Waits for a state that the double reaches by itself: its deliveries run beside the requests. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1000; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  that(false, `never: ${what}`);
}

async function settled(amo: Amo): Promise<unknown> {
  await until('the delivery settles', async () =>
    (await deliveries(amo)).every((row) => at(row, 'state') !== 'waiting'),
  );
  return (await deliveries(amo))[0];
}

const price = (amo: Amo, value: number) => amo.api('PATCH', `/leads/${leadId}`, { price: value });

/** Minutes before attempts 2…5 (§5.2). */
const waits = [5, 15, 15, 60];

/** How many attempts a receiver gets that always answers so; no attempt comes a second too early. */
async function attempts(amo: Amo, answer: number): Promise<{ made: number; state: unknown }> {
  const receiver = await listen(amo, ['update_lead']);
  receiver.answer = answer;
  await price(amo, 1);
  const made = async () => rows((await deliveries(amo))[0], 'attempts').length;
  await until('the first answer', async () => (await made()) === 1);
  for (const [index, minutes] of waits.entries()) {
    const before = await made();
    await amo.clock.advance(minutes * MINUTE - 1000);
    equal(receiver.received.length, before, `attempts before ${minutes} min are over`);
    await amo.clock.advance(1000);
    const state = at((await deliveries(amo))[0], 'state');
    if (state !== 'waiting') break;
    await until(`attempt ${index + 2}`, async () => (await made()) === before + 1);
  }
  const delivery = await settled(amo);
  return { made: receiver.received.length, state: at(delivery, 'state') };
}

export const deliveryCases: readonly ContractCase[] = [
  onAccount('amo-5.2-headers', ['§5.2 headers', '§5.2 no signature'], 'how a delivery looks', async (amo) => {
    const receiver = await listen(amo, ['update_lead']);
    await price(amo, 1);
    const [hook] = await receiver.count(1);
    equal([hook?.method, hook?.url], ['POST', '/wh'], 'method and path');
    equal(hook?.headers['content-type'], 'application/x-www-form-urlencoded', 'Content-Type');
    equal(hook?.headers['user-agent'], 'amoCRM-Webhooks/3.0', 'User-Agent');
    equal(hook?.headers['accept-encoding'], 'gzip', 'Accept-Encoding');
    that(
      /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(
        hook?.headers['x-amocrm-requestid'] ?? '',
      ),
      'x-amocrm-requestid is no uuid',
    );
    const others = Object.keys(hook?.headers ?? {}).filter((name) =>
      /sign|token|auth|secret|hmac/.test(name),
    );
    equal(others, [], 'headers that authenticate');
  }),
  onAccount('amo-5.2-success', ['§5.2 success'], '204 is enough', async (amo) => {
    equal(await attempts(amo, 204), { made: 1, state: 'delivered' }, 'attempts');
  }),
  onAccount('amo-5.2-two-seconds', ['§5.2 two seconds'], 'no answer is a bad answer', async (amo) => {
    const receiver = await listen(amo, ['update_lead']);
    receiver.answer = 'hang';
    await price(amo, 1);
    await until('the time-out', async () => rows((await deliveries(amo))[0], 'attempts').length === 1);
    const [delivery] = await deliveries(amo);
    equal([at(delivery, 'attempts.0.status'), at(delivery, 'state')], [0, 'waiting'], 'status, state');
  }),
  onAccount('amo-5.2-retry-404', ['§5.2 retries'], '404: three attempts', async (amo) => {
    equal(await attempts(amo, 404), { made: 3, state: 'gave-up' }, 'attempts');
  }),
  onAccount('amo-5.2-retry-302', ['§5.2 retries'], 'a redirect is no success', async (amo) => {
    equal(await attempts(amo, 302), { made: 3, state: 'gave-up' }, 'attempts');
  }),
  onAccount('amo-5.2-retry-503', ['§5.2 retries'], '503: five attempts of the same delivery', async (amo) => {
    equal(await attempts(amo, 503), { made: 5, state: 'gave-up' }, 'attempts');
  }),
  onAccount('amo-5.2-retry-499', ['§5.2 retries'], '499: five attempts', async (amo) => {
    equal(await attempts(amo, 499), { made: 5, state: 'gave-up' }, 'attempts');
  }),
  onAccount('amo-5.2-disabled', ['§5.2 disabled'], 'the 101st bad answer switches it off', async (amo) => {
    const receiver = await listen(amo, ['update_lead']);
    receiver.answer = 404;
    const isDisabled = async () =>
      at((await amo.api('GET', '/webhooks')).json, '_embedded.webhooks.0.disabled');
    const answered = async () =>
      (await deliveries(amo)).filter((row) => rows(row, 'attempts').length > 0).length;
    for (let n = 1; n <= 100; n += 1) await price(amo, n);
    await until('100 answers', async () => (await answered()) === 100);
    equal(await isDisabled(), false, 'disabled after 100');
    await price(amo, 101);
    await until('it is switched off', async () => (await isDisabled()) === true);
    await price(amo, 102);
    equal(receiver.received.length, 101, 'deliveries after that');
  }),
  onAccount(
    'amo-5.2-not-disabled',
    ['§5.2 disabled'],
    'bad answers older than two hours do not count',
    async (amo) => {
      const receiver = await listen(amo, ['update_lead']);
      receiver.answer = 404;
      for (let n = 1; n <= 30; n += 1) await price(amo, n);
      await receiver.count(30);
      await until('30 answers', async () =>
        (await deliveries(amo)).every((row) => rows(row, 'attempts').length > 0),
      );
      // The second attempts of those come now, 30 bad answers more.
      await amo.clock.advance(121 * MINUTE);
      await receiver.count(60);
      for (let n = 1; n <= 60; n += 1) await price(amo, n);
      await until('every answer', async () =>
        (await deliveries(amo)).every((row) => rows(row, 'attempts').length > 0),
      );
      equal(at((await amo.api('GET', '/webhooks')).json, '_embedded.webhooks.0.disabled'), false, 'disabled');
    },
  ),
  onAccount('amo-5.2-batch', ['§5.2 batch'], 'status and update in one POST', async (amo) => {
    await amo.set({ hooks: { together: true } });
    const receiver = await listen(amo, ['update_lead', 'status_lead']);
    await amo.api('PATCH', `/leads/${leadId}`, { status_id: 142 });
    const [hook] = await receiver.count(1);
    const names = [...new URLSearchParams(hook?.body)].map(([key]) => key);
    that(names.includes('leads[status][0][id]') && names.includes('leads[update][0][id]'), 'not both');
  }),
  onAccount('amo-5.6-own-writes', ['§5.6 own writes'], 'our own PATCH comes back', async (amo) => {
    const receiver = await listen(amo, ['update_lead']);
    await price(amo, 7);
    const [hook] = await receiver.count(1);
    equal(
      new URLSearchParams(hook?.body).get('leads[update][0][modified_user_id]'),
      String(adminId),
      'modified_user_id',
    );
  }),
  onAccount('amo-5.6-duplicates', ['§5.6 duplicates', '§8 hook switches'], 'the same twice', async (amo) => {
    await amo.set({ hooks: { double: true } });
    const receiver = await listen(amo, ['update_lead']);
    await price(amo, 7);
    const sent = await receiver.count(2);
    equal(sent[0]?.body, sent[1]?.body, 'bodies');
  }),
  onAccount(
    'amo-5.6-unordered',
    ['§5.6 unordered', '§8 hook switches'],
    'the later one first',
    async (amo) => {
      const receiver = await listen(amo, ['update_lead']);
      await amo.set({ hooks: { paused: true, shuffle: true } });
      await price(amo, 2);
      await price(amo, 3);
      await amo.set({ hooks: { paused: false } });
      const prices = (await receiver.count(2)).map((hook) =>
        new URLSearchParams(hook.body).get('leads[update][0][price]'),
      );
      equal(prices, ['3', '2'], 'prices');
    },
  ),
  onAccount(
    'amo-5.6-add-then-update',
    ['§5.6 add then update'],
    'an update on the heels of an add',
    async (amo) => {
      await amo.set({ hooks: { extraUpdate: true } });
      const receiver = await listen(amo, ['add_lead', 'update_lead']);
      await amo.api('POST', '/leads', [{ name: 'Новая' }]);
      const actions = (await receiver.count(2)).map((hook) =>
        hook.body.includes('%5Badd%5D') ? 'add' : 'update',
      );
      equal(actions.sort(), ['add', 'update'], 'actions');
    },
  ),
];
