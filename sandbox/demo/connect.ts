import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { demoKey } from './clinic.ts';
import { demoCrm } from './crm.ts';

/** Connects the demo clinic as an administrator would: the widget's install hook, then the settings calls of the API. */
export type Addresses = { workerUrl: string; amocrmUrl: string };

export type Api = {
  /** The session's bearer. */
  token: string;
  /** Throws with the answer unless it is a success. */
  call<T>(method: string, path: string, schema: z.ZodType<T>, body?: unknown): Promise<T>;
};

export type Connected = { api: Api; branches: { center: number; north: number } };

const anything = z.unknown();

export async function connectDemoClinic(addresses: Addresses): Promise<Connected> {
  await post(`${addresses.amocrmUrl}/_sandbox/accounts/${demoCrm.accountId}/install`, {
    userId: demoCrm.admin,
  });
  const api = await signIn(addresses, demoCrm.admin);
  const branch = z.object({ id: z.int() });
  const common = { ...demoKey, timeZone: 'Europe/Moscow', createDeals: false };
  const center = await api.call('POST', '/api/branches', branch, {
    ...common,
    title: 'Центр',
    buildingId: 1,
    main: true,
  });
  const north = await api.call('POST', '/api/branches', branch, {
    ...common,
    title: 'Север',
    buildingId: 2,
    main: false,
  });
  await api.call('POST', `/api/branches/${center.id}/test`, anything);
  await mapFields(api);
  for (const { id } of [center, north]) {
    await mapStatuses(api, id);
  }
  await setRules(api);
  for (const { id } of [center, north]) {
    await api.call('PATCH', `/api/branches/${id}`, anything, { enabled: true, createDeals: true });
  }
  await tookStock(api);
  return { api, branches: { center: center.id, north: north.id } };
}

/** A session as the widget's panel gets it. The install is finished in the background, so the first tries may be early. */
export async function sessionToken({ workerUrl, amocrmUrl }: Addresses, userId: number): Promise<string> {
  const issued = await post(`${amocrmUrl}/_sandbox/accounts/${demoCrm.accountId}/disposable-token`, {
    userId,
  });
  const { token } = z.object({ token: z.string() }).parse(issued);
  for (let tries = 0; ; tries += 1) {
    const reply = await fetch(`${workerUrl}/api/session`, {
      method: 'POST',
      headers: { 'X-Auth-Token': token },
    });
    if (reply.ok) {
      return z.object({ token: z.string() }).parse(await reply.json()).token;
    }
    if (tries >= 100) {
      throw new Error(`No session: ${reply.status} ${await reply.text()}`);
    }
    await sleep(100);
  }
}

export async function signIn(addresses: Addresses, userId: number): Promise<Api> {
  return apiWith(addresses.workerUrl, await sessionToken(addresses, userId));
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
        throw new Error(`${method} ${path}: ${reply.status} ${text}`);
      }
      return schema.parse(text === '' ? null : JSON.parse(text));
    },
  };
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

const { stages } = demoCrm;

/** Statuses of the demo clinic (clinic.ts) → stages of the first pipeline. */
const table: [statusId: number | 'deleted', meaning: string | null, stageId: number][] = [
  [1, 'booked', stages.booked],
  [2, 'confirmed', stages.confirmed],
  [3, 'completed', 142],
  [4, 'cancelled', stages.cancelled],
  [5, 'arrived', stages.arrived],
  [6, 'no-show', stages.noShow],
  ['deleted', null, stages.cancelled],
];

async function mapStatuses(api: Api, branchId: number): Promise<void> {
  const path = `/api/branches/${branchId}/statuses`;
  const { version } = await api.call('GET', path, z.object({ version: z.int() }));
  await api.call('PUT', path, anything, {
    version,
    mode: 'all',
    rows: table.map(([statusId, meaning, stageId]) => ({
      statusId,
      meaning,
      pipelineId: demoCrm.primaryPipeline,
      stageId,
      moveClosed: false,
    })),
    rules: [],
  });
}

async function setRules(api: Api): Promise<void> {
  const users = await api.call('GET', '/api/users', z.object({ version: z.int() }));
  await api.call('PUT', '/api/users', anything, {
    version: users.version,
    rows: [
      { userId: demoCrm.manager, role: 'book', branches: 'all', defaultBranch: 1 },
      { userId: demoCrm.otherManager, role: 'book', branches: [2], defaultBranch: 2 },
      { userId: 'others', role: 'none', branches: [], defaultBranch: null },
    ],
  });
  const { taskTypes: _types, ...automation } = await api.call(
    'GET',
    '/api/automation',
    z.looseObject({ version: z.int() }),
  );
  await api.call('PUT', '/api/automation', anything, {
    ...automation,
    task: {
      enabled: true,
      forReception: false,
      text: 'Подтвердить запись: {врач}, {дата}, {время}',
      typeId: 1,
      when: { anchor: 'visit', minutes: -1440 },
    },
    newDealStage: { pipelineId: demoCrm.primaryPipeline, stageId: stages.fresh },
    defaultResponsible: demoCrm.manager,
    hideOnStages: [{ pipelineId: demoCrm.primaryPipeline, stageId: 143 }],
  });
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
