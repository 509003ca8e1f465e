import { createRemoteFetch } from '../http/remote-fetch.ts';
import { type Crew, createCrew } from '../shared/crew.ts';
import { createLimiter } from '../shared/limiter.ts';
import { err, ok } from '../shared/result.ts';
import { type Circuit, createCircuit } from './circuit.ts';
import { type AmocrmClient, createAmocrmClient } from './client.ts';

export type Seen = {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly authorization: string | null;
};

const turn = () => new Promise<void>((done) => setTimeout(done));

type Tokens = {
  readonly refusesRenewal?: boolean;
  /** Where the account is found when its host is gone. */
  readonly movesTo?: string;
  readonly now?: () => number;
};

/** A client of an amoCRM that is one function; tokens are `token-1`, renewed `token-2`. */
export function clientOf(
  answer: (request: Seen) => Response | Promise<Response>,
  { refusesRenewal = false, movesTo, now = () => 1_785_310_000_000 }: Tokens = {},
): {
  readonly client: AmocrmClient;
  readonly crew: Crew;
  readonly seen: Seen[];
  readonly renewed: number[];
  readonly pauses: Array<number | null>;
  readonly circuit: Circuit;
} {
  const seen: Seen[] = [];
  const renewed: number[] = [];
  const pauses: Array<number | null> = [];
  const clock = { now };
  let origin = 'https://zaryamed.amocrm.ru';
  const circuit = createCircuit({ now, timeScale: 1, read: () => null, write: () => {} });
  const limiter = createLimiter({
    perSecond: 1000,
    concurrent: 4,
    clock,
    sleep: async () => {},
  });
  const remote = createRemoteFetch({
    timeoutMs: 50,
    fetch: async (address, init) => {
      const url = new URL(address);
      const request: Seen = {
        method: init.method ?? 'GET',
        host: url.host,
        path: url.pathname,
        query: url.searchParams,
        body: typeof init.body === 'string' ? JSON.parse(init.body) : null,
        authorization: new Headers(init.headers).get('authorization'),
      };
      seen.push(request);
      return answer(request);
    },
  });
  const crew = createCrew(turn);
  const client = createAmocrmClient({
    origin: () => origin,
    circuit,
    moved: async () => {
      origin = movesTo ?? origin;
      return movesTo !== undefined;
    },
    remote,
    limiter: { ...limiter, backOff: (ms) => void pauses.push(ms) },
    clock,
    gathering: { crew, clock, sleep: turn },
    token: async () => ok({ accessToken: 'token-1', version: 1 }),
    renew: async (staleVersion) => {
      renewed.push(staleVersion);
      return refusesRenewal ? err({ kind: 'no_token' }) : ok({ accessToken: 'token-2', version: 2 });
    },
  });
  return { client, crew, seen, renewed, pauses, circuit };
}

export const json = (body: unknown, status = 200) => Response.json(body, { status });
export const noContent = () => new Response(null, { status: 204 });
export const problem = (status: number, detail: string) =>
  json({ title: 'Error', type: `https://httpstatus.es/${status}`, status, detail }, status);
export const html = (status: number) =>
  new Response('<html><head><title>403 Forbidden</title></head></html>', {
    status,
    headers: { 'content-type': 'text/html' },
  });

/** A page of `rows` in amoCRM's envelope, with `next` where there is more. */
export function page(key: string, all: readonly unknown[], query: URLSearchParams): Response {
  const number = Number(query.get('page') ?? 1);
  const limit = Number(query.get('limit') ?? 50);
  const rows = all.slice((number - 1) * limit, number * limit);
  if (rows.length === 0) return noContent();
  const next = { href: `https://zaryamed.amocrm.ru/api/v4/${key}?page=${number + 1}` };
  const more = number * limit < all.length ? { next } : {};
  return json({ _page: number, _links: { self: { href: '' }, ...more }, _embedded: { [key]: rows } });
}

export const wireLead = {
  id: 41203317,
  name: 'Заявка с лендинга',
  price: 48000,
  responsible_user_id: 11402240,
  group_id: 0,
  status_id: 75520014,
  pipeline_id: 9011442,
  loss_reason_id: null,
  created_at: 1785300000,
  updated_at: 1785309000,
  closed_at: null,
  is_deleted: false,
  custom_fields_values: [
    {
      field_id: 1480021,
      field_name: 'Город',
      field_code: null,
      field_type: 'text',
      values: [{ value: 'Казань' }],
    },
    {
      field_id: 1480033,
      field_name: 'Источник',
      field_code: null,
      field_type: 'select',
      values: [{ value: 'Сайт', enum_id: 912201, enum_code: null }],
    },
  ],
  _embedded: { tags: [], companies: [], contacts: [{ id: 58841203, is_main: true }] },
};

export const wireContact = {
  id: 58841203,
  name: 'Ирина Лебедева',
  first_name: 'Ирина',
  last_name: 'Лебедева',
  responsible_user_id: 11402240,
  created_at: 1785200000,
  updated_at: 1785309000,
  is_deleted: false,
  custom_fields_values: [
    {
      field_id: 1479007,
      field_name: 'Телефон',
      field_code: 'PHONE',
      field_type: 'multitext',
      values: [
        { value: '+79050001122', enum_id: 911001, enum_code: 'WORK' },
        { value: '8 (905) 000-33-44', enum_id: 911005, enum: 'MOB' },
      ],
    },
  ],
  _embedded: { tags: [], companies: [], leads: [{ id: 41203317 }] },
};
