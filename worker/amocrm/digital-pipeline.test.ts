import { expect, test } from 'vitest';
import { parseActionCall } from './digital-pipeline.ts';

const body = {
  event: {
    type: 15,
    type_code: 'lead_appeared_in_status',
    data: {
      id: 77,
      element_type: 2,
      status_id: 142,
      pipeline_id: 9011442,
      direction_of_movement: 'went_to_trigger',
    },
    time: 1_795_000_000,
  },
  action: { settings: { widget: { settings: { dp_token: 'secret', dp_action: '{"do":"cancel"}' } } } },
  subdomain: 'zaryamed',
  account_id: 32100500,
};
const read = {
  accountId: 32100500,
  settings: { dp_token: 'secret', dp_action: '{"do":"cancel"}' },
  event: { dealId: 77, pipelineId: 9011442, stageId: 142, hasLeft: false, time: 1_795_000_000 },
};
const json = (value: unknown) => parseActionCall(JSON.stringify(value), 'application/json; charset=utf-8');
const form = (pairs: string) => parseActionCall(pairs, 'application/x-www-form-urlencoded');
const pairs =
  'event[type]=15&event[data][id]=77&event[data][element_type]=2&event[data][status_id]=142' +
  '&event[data][pipeline_id]=9011442&event[data][direction_of_movement]=went_to_trigger&event[time]=1795000000' +
  '&action[settings][widget][settings][dp_token]=secret' +
  '&action[settings][widget][settings][dp_action]=%7B%22do%22%3A%22cancel%22%7D&subdomain=zaryamed&account_id=32100500';

test('JSON and the form say the same', () => {
  expect(json(body)).toEqual({ ok: true, value: read });
  expect(form(pairs)).toEqual({ ok: true, value: read });
});

test('a deal that leaves is told apart', () => {
  const left = form(pairs.replace('went_to_trigger', 'went_from_trigger'));
  expect(left).toMatchObject({ value: { event: { hasLeft: true } } });
});

test.each([
  ['a buyer', { ...body.event, data: { ...body.event.data, element_type: 12 } }],
  ['no stage', { ...body.event, data: { id: 77, element_type: 2 } }],
  ['no time', { data: body.event.data }],
  ['a deal that is no number', { ...body.event, data: { ...body.event.data, id: '7; drop' } }],
  ['nothing', undefined],
])('%s is no event of a deal', (_what, event) => {
  expect(json({ ...body, event })).toMatchObject({ ok: true, value: { accountId: 32100500, event: null } });
});

test.each([
  ['PHP’s empty list', []],
  ['a tree', { dp_token: { deep: 'secret' } }],
  ['too many', Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`key${index}`, 'x']))],
  ['one too long', { dp_token: 'x'.repeat(10_001) }],
])('settings that are %s count as none', (_what, settings) => {
  expect(json({ ...body, action: { settings: { widget: { settings } } } })).toMatchObject({
    value: { settings: {} },
  });
});

test('keys of the prototype reach nothing', () => {
  const hostile =
    '{"account_id":1,"__proto__":{"account_id":2},"action":{"settings":{"widget":{"settings":{"__proto__":{"dp_token":"x"}}}}}}';
  const call = parseActionCall(hostile, 'application/json');
  expect(call).toMatchObject({ ok: true, value: { accountId: 1 } });
  expect(call.ok && call.value.settings.dp_token).toBeUndefined();
  expect(form('account_id=1&action[settings][widget][settings][__proto__][dp_token]=x')).toMatchObject({
    value: { settings: {} },
  });
});

test.each([
  ['no JSON', '{"event":', 'application/json'],
  ['a list', '[]', 'application/json'],
  ['a text', '"hello"', 'application/json'],
  ['a form that is too deep', `a${'[b]'.repeat(20)}=1`, 'application/x-www-form-urlencoded'],
])('%s cannot be read', (_what, text, type) => {
  expect(parseActionCall(text, type)).toEqual({ ok: false, error: 'unreadable' });
});
