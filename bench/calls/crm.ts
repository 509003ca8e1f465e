import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

/** One account of the amoCRM double from behind the stage: what it holds and what was asked of it. */
export type Crm = {
  state(): Promise<CrmState>;
  /** Requests by kind since the last call of this. */
  takeRequests(): Promise<Map<string, number>>;
  /** Waits until nothing was asked for so long. */
  quiet(ms: number): Promise<void>;
};

const stateSchema = z.object({
  leads: z.array(
    z.object({
      id: z.int(),
      statusId: z.int(),
      isDeleted: z.boolean(),
      contacts: z.array(z.object({ id: z.int() })),
    }),
  ),
  contacts: z.array(z.object({ id: z.int() })),
  notes: z.array(z.object({ entityId: z.int() })),
});
export type CrmState = z.infer<typeof stateSchema>;

const logSchema = z.object({
  requests: z.array(
    z.object({
      seq: z.int(),
      method: z.string(),
      path: z.string(),
      query: z.string(),
      accountId: z.int().nullable(),
    }),
  ),
});
type Logged = z.infer<typeof logSchema>['requests'][number];

export function crmOf(amocrmUrl: string, accountId: number): Crm {
  let seen = 0;
  let pending: Logged[] = [];

  async function readLog(): Promise<number> {
    const reply = await fetch(`${amocrmUrl}/_sandbox/requests?since=${seen}`);
    const { requests } = logSchema.parse(await reply.json());
    seen = requests.at(-1)?.seq ?? seen;
    const own = requests.filter((request) => request.accountId === accountId);
    pending = [...pending, ...own];
    return own.length;
  }

  return {
    async state() {
      return stateSchema.parse(await (await fetch(`${amocrmUrl}/_sandbox/accounts/${accountId}`)).json());
    },
    async takeRequests() {
      await readLog();
      const counts = new Map<string, number>();
      for (const request of pending) {
        const kind = kindOf(request);
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
      }
      pending = [];
      return counts;
    },
    async quiet(ms) {
      await readLog();
      do {
        await sleep(ms);
      } while ((await readLog()) > 0);
    },
  };
}

/** Reads of lists that change rarely, and tokens: they cost the same whatever the number of visits. */
const LISTS =
  /^(GET (account|users|leads\/pipelines|tasks\/types|(leads|contacts)\/custom_fields)|POST token)/;

export function isList(kind: string): boolean {
  return LISTS.test(kind);
}

function kindOf({ method, path, query }: Logged): string {
  const names = new URLSearchParams(query);
  const how = names.has('query')
    ? '?query'
    : [...names.keys()].some((name) => name.startsWith('filter[id]'))
      ? '?filter[id]'
      : '';
  const place = path
    .replace('/oauth2/access_token', 'token')
    .replace(/^\/api\/v4\//, '')
    .replaceAll(/\/\d+/g, '/{id}');
  return `${method} ${place}${how}`;
}
