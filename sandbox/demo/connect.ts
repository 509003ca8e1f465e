import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { demoCrm } from './crm.ts';
import { demoSetup } from './demo-setup.ts';

/** Connects a clinic as an administrator would: the widget's install hook, then the settings calls of the API. */
export type Addresses = { workerUrl: string; amocrmUrl: string };

export type Api = {
  /** The session's bearer. */
  token: string;
  /** Throws `Refused` unless it is a success. */
  call<T>(method: string, path: string, schema: z.ZodType<T>, body?: unknown): Promise<T>;
};

class Refused extends Error {
  /** The API's; '': the answer has none. */
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

export type StatusRow = {
  statusId: number | 'deleted';
  meaning: string | null;
  pipelineId: number;
  stageId: number;
  moveClosed: boolean;
};

/** Everything that is set after the install. Branches get the ids 1, 2, … in their order. */
export type Setup = {
  accountId: number;
  admin: number;
  key: { apiId: string; apiSecret: string };
  branches: readonly { title: string; buildingId: number | null; timeZone: string; main: boolean }[];
  statuses: readonly StatusRow[];
  twoWay?: unknown;
  users: readonly unknown[];
  /** What differs from the account's first settings. */
  automation: Record<string, unknown>;
};

export type Connected = { api: Api; branches: { center: number; north: number } };

const anything = z.unknown();

export async function connectDemoClinic(addresses: Addresses): Promise<Connected> {
  const { api, branches } = await connectClinic(addresses, demoSetup);
  const [center = 0, north = 0] = branches;
  return { api, branches: { center, north } };
}

export async function connectClinic(
  addresses: Addresses,
  setup: Setup,
): Promise<{ api: Api; branches: number[] }> {
  await post(`${addresses.amocrmUrl}/_sandbox/accounts/${setup.accountId}/install`, { userId: setup.admin });
  const signedIn = await signIn(addresses, setup.admin, setup.accountId);
  const api = patient(signedIn);
  const branches: number[] = [];
  for (const branch of setup.branches) {
    const made = await api.call('POST', '/api/branches', z.object({ id: z.int() }), {
      ...setup.key,
      ...branch,
      createDeals: false,
    });
    branches.push(made.id);
  }
  await api.call('POST', `/api/branches/${branches[0]}/test`, anything);
  await mapFields(api);
  for (const id of branches) {
    await mapStatuses(api, id, setup);
  }
  await setRules(api, setup);
  for (const id of branches) {
    await api.call('PATCH', `/api/branches/${id}`, anything, { enabled: true, createDeals: true });
  }
  await tookStock(api);
  return { api: signedIn, branches };
}

const BUSY = ['amocrm.busy', 'archimed.busy'];
const BUSY_PAUSE_MS = 500;

/** An administrator presses again when one of the two systems is busy; that is all that is forgiven here. */
function patient(api: Api): Api {
  return {
    token: api.token,
    async call(method, path, schema, body) {
      for (let tries = 0; ; tries += 1) {
        try {
          return await api.call(method, path, schema, body);
        } catch (error) {
          const isBusy = error instanceof Refused && BUSY.includes(error.code);
          if (tries >= 20 || !isBusy) throw error;
          await sleep(BUSY_PAUSE_MS);
        }
      }
    },
  };
}

/** A session as the widget's panel gets it. The install is finished in the background, so the first tries may be early. */
export async function sessionToken(
  { workerUrl, amocrmUrl }: Addresses,
  userId: number,
  accountId: number = demoCrm.accountId,
): Promise<string> {
  const issued = await post(`${amocrmUrl}/_sandbox/accounts/${accountId}/disposable-token`, { userId });
  const { token } = z.object({ token: z.string() }).parse(issued);
  for (let tries = 0; ; tries += 1) {
    const reply = await fetch(`${workerUrl}/api/session`, {
      method: 'POST',
      headers: { 'X-Auth-Token': token },
    });
    if (reply.ok) {
      return z.object({ token: z.string() }).parse(await reply.json()).token;
    }
    if (tries >= 1_200) {
      throw new Error(`No session: ${reply.status} ${await reply.text()}`);
    }
    await sleep(100);
  }
}

export async function signIn(addresses: Addresses, userId: number, accountId?: number): Promise<Api> {
  return apiWith(addresses.workerUrl, await sessionToken(addresses, userId, accountId));
}

export function apiWith(workerUrl: string, token: string): Api {
  return {
    token,
    async call(method, path, schema, body) {
      const reply = await fetch(`${workerUrl}${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await reply.text();
      if (!reply.ok) {
        throw new Refused(`${method} ${path}: ${reply.status} ${text}`, codeIn(text));
      }
      return schema.parse(text === '' ? null : JSON.parse(text));
    },
  };
}

function codeIn(text: string): string {
  try {
    return z.object({ error: z.object({ code: z.string() }) }).parse(JSON.parse(text)).error.code;
  } catch {
    return '';
  }
}

async function mapFields(api: Api): Promise<void> {
  const { version } = await api.call('GET', '/api/fields', z.object({ version: z.int() }));
  const made = await api.call('POST', '/api/fields/create', fieldsReply, {
    version,
    fields: [
      'lead.recordId',
      'lead.branchId',
      'lead.dateTime',
      'lead.doctor',
      'lead.services',
      'lead.branch',
      'lead.room',
      'lead.status',
      'lead.comment',
      'contact.patientId',
      'contact.cardNumber',
    ],
  });
  await api.call('PUT', '/api/fields', anything, {
    version: made.version,
    lead: { ...made.lead, budget: true },
    contact: { ...made.contact, birthDate: BIRTH_DATE_FIELD },
  });
}

/** The account has its own field for the birth date (crm.ts). */
const BIRTH_DATE_FIELD = 1479015;

const fieldsReply = z.object({
  version: z.int(),
  lead: z.record(z.string(), z.union([z.int(), z.boolean(), z.null()])),
  contact: z.record(z.string(), z.union([z.int(), z.null()])),
});

async function mapStatuses(api: Api, branchId: number, { statuses: rows, twoWay }: Setup): Promise<void> {
  const path = `/api/branches/${branchId}/statuses`;
  const { version } = await api.call('GET', path, z.object({ version: z.int() }));
  await api.call('PUT', path, anything, {
    version,
    mode: 'all',
    rows,
    rules: [],
    ...(twoWay === undefined ? {} : { twoWay }),
  });
}

async function setRules(api: Api, { users, automation }: Setup): Promise<void> {
  const { version } = await api.call('GET', '/api/users', z.object({ version: z.int() }));
  await api.call('PUT', '/api/users', anything, { version, rows: users });
  const { taskTypes: _types, ...present } = await api.call(
    'GET',
    '/api/automation',
    z.looseObject({ version: z.int() }),
  );
  await api.call('PUT', '/api/automation', anything, { ...present, ...automation });
}

/** The first complete poll is over: from now on changes at the reception are events. */
async function tookStock(api: Api): Promise<void> {
  const branches = z.object({
    branches: z.array(z.object({ health: z.object({ lastSuccessAt: z.string().nullable() }) })),
  });
  for (let tries = 0; tries < 600; tries += 1) {
    const reply = await api.call('GET', '/api/branches', branches);
    if (reply.branches.every((branch) => branch.health.lastSuccessAt !== null)) {
      return;
    }
    await sleep(100);
  }
  throw new Error('The clinic was not read within a minute.');
}

export async function post(url: string, body: unknown): Promise<unknown> {
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await reply.text();
  if (!reply.ok) {
    throw new Error(`POST ${url}: ${reply.status} ${text}`);
  }
  return text === '' ? null : JSON.parse(text);
}
