import type { ContractCase } from '../framework/case.ts';
import { at, equal, status, textAt } from '../framework/check.ts';
import type { Received } from '../framework/receiver.ts';
import { accountId, leadId, pipelineId, statuses } from './account.ts';
import { type Amo, onAccount } from './kit.ts';

const fire = (amo: Amo, body: Record<string, unknown>) =>
  amo.strings('POST', '/digital-pipeline', { leadId, settings: { dp_status: '3' }, ...body });
const form = (hook: Received | undefined): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(hook?.body));

export const triggerCases: readonly ContractCase[] = [
  onAccount(
    'amo-5.4-widget-json',
    ['§5.4 widget trigger', '§5.4 single'],
    'the widget’s trigger as JSON, once',
    async (amo) => {
      const receiver = await amo.receiver();
      receiver.answer = 500;
      await fire(amo, { url: `${receiver.url}/dp`, direction: 'went_in_trigger' });
      const [hook] = await receiver.count(1);
      equal(hook?.headers['content-type'], 'application/json', 'Content-Type');
      const body: unknown = JSON.parse(hook?.body ?? '');
      equal(
        at(body, 'event.data'),
        {
          id: leadId,
          element_type: 2,
          status_id: statuses.fresh,
          pipeline_id: pipelineId,
          direction_of_movement: 'went_in_trigger',
        },
        'event.data',
      );
      equal(
        [typeof at(body, 'event.type'), typeof at(body, 'event.type_code'), typeof at(body, 'event.time')],
        ['number', 'string', 'number'],
        'event',
      );
      equal(at(body, 'action.settings.widget.settings'), { dp_status: '3' }, 'settings');
      equal([at(body, 'subdomain'), at(body, 'account_id')], ['zaryamed', accountId], 'account');
      await amo.clock.advance(3_600_000);
      equal(receiver.received.length, 1, 'attempts');
    },
  ),
  onAccount('amo-5.4-widget-form', ['§5.4 widget trigger'], 'the same as a form', async (amo) => {
    const receiver = await amo.receiver();
    await fire(amo, { url: `${receiver.url}/dp`, format: 'form' });
    const pairs = form((await receiver.count(1))[0]);
    equal(
      [pairs['event[data][id]'], pairs['action[settings][widget][settings][dp_status]'], pairs.account_id],
      [String(leadId), '3', String(accountId)],
      'pairs',
    );
  }),
  onAccount(
    'amo-5.4-send-webhook',
    ['§5.4 send webhook', '§5.4 single'],
    'a stage that sends a webhook',
    async (amo) => {
      const receiver = await amo.receiver();
      receiver.answer = 500;
      const login = await amo.strings('POST', '/login', {});
      const trigger = {
        pipelineId,
        statusId: statuses.talks,
        direction: 'went_in_trigger',
        action: { kind: 'webhook', url: `${receiver.url}/dp` },
      };
      const made = await amo.amocrm.call('POST', '/ajax/host/triggers', {
        body: trigger,
        headers: { cookie: `${textAt(login.json, 'name')}=${textAt(login.json, 'value')}` },
      });
      status(made, 201, 'the trigger');
      await amo.api('PATCH', `/leads/${leadId}`, { status_id: statuses.talks });
      const pairs = form((await receiver.count(1))[0]);
      equal(
        pairs,
        {
          'leads[status][0][id]': String(leadId),
          'leads[status][0][pipeline_id]': String(pipelineId),
          'leads[status][0][status_id]': String(statuses.talks),
          'leads[status][0][old_pipeline_id]': String(pipelineId),
          'leads[status][0][old_status_id]': String(statuses.fresh),
        },
        'pairs',
      );
      await amo.clock.advance(3_600_000);
      equal(receiver.received.length, 1, 'attempts');
    },
  ),
];
