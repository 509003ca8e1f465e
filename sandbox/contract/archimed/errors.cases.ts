import type { ContractCase } from '../framework/case.ts';
import { at, equal, rows, status, that } from '../framework/check.ts';
import { onClinic, refused, visit } from './kit.ts';

/** Resolves to true when the connection was cut without an answer. */
const cut = (call: Promise<unknown>): Promise<boolean> =>
  call.then(
    () => false,
    () => true,
  );

export const errorCases: readonly ContractCase[] = [
  onClinic(
    '5-body',
    ['§5 body shape', '§10 validation body'],
    'every refusal is {status: "Error", message} in Russian',
    async (clinic) => {
      refused(await clinic.api('GET', '/talonstatuses', { token: 'x' }), 401);
      refused(await clinic.api('GET', '/nothing'), 404);
      refused(await clinic.api('POST', '/talons', { form: {} }), 400);
      refused(
        await clinic.api('POST', '/talons', {
          raw: '{"doc_id":',
          headers: { 'content-type': 'application/json' },
        }),
        400,
      );
    },
  ),
  onClinic(
    '5-error-in-200',
    ['§5 error inside a 200'],
    'an error can come with 200; nothing is done',
    async (clinic, { archimed }) => {
      await clinic.fault({
        kind: 'ok-error',
        method: 'POST',
        path: 'talons',
        message: 'Нет связи с базой',
        times: 1,
      });
      const reply = await clinic.api('POST', '/talons', { form: visit });
      refused(reply, 200, 'Нет связи с базой');
      await archimed.admin('DELETE', '/faults');
      equal(await clinic.ids('/talons'), [], 'talons');
    },
  ),
  onClinic(
    '5-refusal-message',
    ['§5 403 with any message'],
    'a refusal in words of the clinic',
    async (clinic) => {
      await clinic.fault({
        kind: 'json-error',
        status: 403,
        message: 'Запись через интернет закрыта',
        path: 'talons',
      });
      refused(await clinic.api('POST', '/talons', { form: visit }), 403, 'Запись через интернет закрыта');
      status(await clinic.api('GET', '/talonstatuses'), 200, 'the key is alive');
    },
  ),
  onClinic(
    '10-gateway',
    ['§10 gateway', '§7 HTML 502'],
    'a gateway answers 502 or 504 in HTML',
    async (clinic) => {
      for (const code of [502, 504]) {
        await clinic.fault({ kind: 'html-error', status: code, times: 1 });
        const reply = await clinic.api('GET', '/talons');
        status(reply, code);
        that(reply.headers['content-type']?.startsWith('text/html') === true, 'HTML');
        equal(reply.json, undefined, 'JSON of it');
      }
    },
  ),
  onClinic('5-server-error', ['§5 500'], 'JSON errors of the program', async (clinic) => {
    await clinic.fault({ kind: 'json-error', status: 503, times: 1 });
    refused(await clinic.api('GET', '/talons'), 503);
    status(await clinic.api('GET', '/talons'), 200, 'afterwards');
  }),
  onClinic('10-rate-limit', ['§10 rate limit'], '429 with and without Retry-After', async (clinic) => {
    await clinic.fault({ kind: 'rate-limit', retryAfter: 7, times: 1 });
    await clinic.fault({ kind: 'rate-limit', times: 1 });
    const [first, second] = [await clinic.api('GET', '/talons'), await clinic.api('GET', '/talons')];
    equal([first.status, first.headers['retry-after']], [429, '7'], 'with');
    equal([second.status, second.headers['retry-after']], [429, undefined], 'without');
  }),
  onClinic(
    '7-reply-lost',
    ['§7 unknown outcome'],
    'the connection is cut before or after the work',
    async (clinic) => {
      for (const [kind, done] of [
        ['reset-before', 0],
        ['hang-before', 0],
        ['reset-after', 1],
        ['hang-after', 2],
      ] as const) {
        await clinic.fault({ kind, method: 'POST', delayMs: 10, times: 1 });
        const form = { ...visit, begintime: `1${done}:00`, endtime: `1${done}:30` };
        equal(await cut(clinic.api('POST', '/talons', { form })), true, `${kind}: cut`);
        equal((await clinic.ids('/talons')).length, done, `${kind}: talons`);
      }
    },
  ),
  onClinic(
    '7-lists-lose-rows',
    ['§7 empty and short lists'],
    'lists come empty or short with 200',
    async (clinic, { archimed }) => {
      await clinic.fault({ kind: 'short-list', path: 'doctors' });
      const short = await clinic.api('GET', '/doctors?fields[]=id');
      equal(short.json, { data: [{ id: 6 }], total: '1', page: 1, limit: 100 }, 'short');
      await archimed.admin('DELETE', '/faults');
      await clinic.fault({ kind: 'empty-list' });
      equal(
        (await clinic.api('GET', '/doctors')).json,
        { data: [], total: '0', page: 1, limit: 100 },
        'empty',
      );
    },
  ),
  onClinic(
    '7-types-flip',
    ['§7 types flip', '§2 total as a number'],
    'total and ids in the other type',
    async (clinic) => {
      await clinic.fault({ kind: 'flip-types' });
      const reply = await clinic.api('GET', '/talonstatuses?limit=1');
      equal(reply.json, { data: [{ id: '1', name: 'Запись' }], total: 6, page: 1, limit: 1 }, 'list');
      const day = await clinic.api('GET', '/intervals?date_from=30.07.2026&date_to=30.07.2026');
      equal(at(day.json, 'doctors.0.schedules.0.build_id'), 1, 'build_id');
      const booked = await clinic.api('POST', '/talons', { form: visit });
      equal(typeof at(booked.json, 'id'), 'string', 'id of a write');
    },
  ),
  onClinic(
    '7-slow',
    ['§7 slow reply', '§7 slow first page'],
    'replies can be late, the first page alone too',
    async (clinic, { archimed }) => {
      const took = async (path: string) => {
        const began = performance.now();
        status(await clinic.api('GET', path), 200);
        return performance.now() - began;
      };
      await clinic.fault({ kind: 'slow-first-page', path: 'services', delayMs: 150 });
      that((await took('/services?limit=1')) >= 140, 'the first page waits');
      status(await clinic.api('GET', '/services?limit=1&page=2'), 200);
      const struck = (await archimed.admin('GET', '/requests')).json;
      equal(
        rows(struck, 'requests').map((row) => at(row, 'fault')),
        ['slow-first-page', null],
        'pages that waited',
      );
      await archimed.admin('DELETE', '/faults');
      await clinic.fault({ kind: 'latency', path: 'doctors', delayMs: 150, times: 1 });
      that((await took('/doctors')) >= 140, 'a late reply');
    },
  ),
  onClinic(
    '7-aimed',
    ['§7 faults aimed'],
    'faults strike by method, path, source and number of times',
    async (clinic) => {
      await clinic.fault({ kind: 'json-error', method: 'GET', path: 'talons', sourceId: 'south' });
      await clinic.fault({ kind: 'json-error', method: 'POST', path: 'talons', sourceId: 'north', times: 1 });
      status(await clinic.api('GET', '/talons'), 200, 'another source');
      status(await clinic.api('GET', '/talonstatuses'), 200, 'another path');
      status(await clinic.api('POST', '/talons', { form: visit }), 500, 'struck');
      status(await clinic.api('POST', '/talons', { form: visit }), 200, 'used up');
    },
  ),
  onClinic(
    '9-closed-at-night',
    ['§9 unavailable at night'],
    "the clinic's own server is off between its hours",
    async (clinic, { clock }) => {
      await clinic.strings('PATCH', '/behaviour', { closedHours: { from: '22:00', to: '07:00' } });
      status(await clinic.api('GET', '/talons'), 200, 'at noon');
      await clock.advance(10 * 3_600_000);
      refused(await clinic.api('GET', '/talons'), 503);
      refused(await clinic.api('POST', '/talons', { form: visit }), 503);
      await clock.advance(9 * 3_600_000);
      status(await clinic.api('GET', '/talons'), 200, 'in the morning');
    },
  ),
];
