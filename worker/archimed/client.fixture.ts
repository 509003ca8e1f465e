import { createRemoteFetch } from '../http/remote-fetch.ts';
import { createLimiter } from '../shared/limiter.ts';
import { type ArchimedClient, createArchimedClient } from './client.ts';

export type Seen = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string | null;
  readonly authorization: string | null;
};

export const apiId = '0c5a1f6e2b7d48d9a1b3c5e7f9012345';
export const apiSecret = 'f1e2d3c4b5a697887766554433221100';

/** A client of a server that is one function; `seen` are the requests it got. */
export function clientOf(answer: (request: Seen) => Response | Promise<Response>): {
  readonly client: ArchimedClient;
  readonly seen: Seen[];
  readonly pauses: number[];
} {
  const seen: Seen[] = [];
  const pauses: number[] = [];
  const clock = { now: () => 1_785_310_000_000 };
  const sleep = async () => {};
  const limiter = createLimiter({ perSecond: 1000, concurrent: 4, clock, sleep });
  const remote = createRemoteFetch({
    timeoutMs: 50,
    fetch: async (address, init) => {
      const url = new URL(address);
      const request: Seen = {
        method: init.method ?? 'GET',
        path: url.pathname,
        query: url.searchParams,
        body: typeof init.body === 'string' ? init.body : null,
        authorization: new Headers(init.headers).get('authorization'),
      };
      seen.push(request);
      return answer(request);
    },
  });
  const client = createArchimedClient({
    origin: 'http://archimed.example',
    apiId,
    apiSecret,
    remote,
    limiter: { ...limiter, backOff: (ms) => void pauses.push(ms ?? -1) },
    clock,
  });
  return { client, seen, pauses };
}

export const json = (body: unknown, status = 200) => Response.json(body, { status });

/** A page of `all` as the API answers it: string totals, `limit` cut to 500. */
export function pageOf(all: readonly unknown[], query: URLSearchParams): Response {
  const page = Number(query.get('page') ?? 1);
  const limit = Math.min(500, Number(query.get('limit') ?? 100));
  const data = all.slice((page - 1) * limit, page * limit);
  return json({ data, total: String(all.length), page, limit });
}

export const wireTalon = {
  id: 2283,
  patient_id: 721,
  patient_name: 'Лебедева Ирина Сергеевна',
  patient_phone: '+79050001122',
  info: 'Просила позвонить',
  begintime: '12:00:00',
  endtime: '12:30:00',
  date: '30.11.2026',
  room: 'Кабинет № 2',
  status_id: 1,
  creation_datetime: '21.11.2026 11:33:33',
  update_datetime: '22.11.2026 09:05:00',
  record_type: 'По телефону',
  delete_reason_id: 0,
  deleted: false,
  docs: [{ id: 8, name: 'Орлов Марк Ильич', type: 'Хирург' }],
};
