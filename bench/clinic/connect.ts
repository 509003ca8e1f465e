import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Api, apiWith, post } from '../../sandbox/demo/connect.ts';
import { demoCrm } from '../../sandbox/demo/crm.ts';
import type { Account } from '../accounts.ts';
import { type Clinic, statusIds } from './clinic.ts';

/** An account and its clinic connected as an administrator would, every field mapped and deals created. */
export type Connected = {
  /** As ArchiMed+ calls back: the source is read a second later. */
  hintPoll(): Promise<void>;
};

const anything = z.unknown();
const MANY = 10_000;
const { stages, primaryPipeline } = demoCrm;

const stageOf: readonly (readonly [statusId: number, stageId: number])[] = [
  [statusIds.booked, stages.booked],
  [statusIds.confirmed, stages.confirmed],
  [statusIds.completed, 142],
  [statusIds.cancelled, stages.cancelled],
  [statusIds.arrived, stages.arrived],
];

export function stageFor(statusId: number): number {
  return stageOf.find(([status]) => status === statusId)?.[1] ?? 0;
}

export async function connect(
  addresses: { workerUrl: string; amocrmUrl: string },
  account: Account,
  clinic: Clinic,
): Promise<Connected> {
  const api = apiWith(addresses.workerUrl, await sessionToken(addresses, account));
  const branch = await api.call('POST', '/api/branches', z.object({ id: z.int(), callbackUrl: z.string() }), {
    ...clinic.key,
    title: 'Центр',
    timeZone: 'Europe/Moscow',
    buildingId: null,
    main: true,
    createDeals: false,
  });
  await api.call('POST', `/api/branches/${branch.id}/test`, anything);
  await mapFields(api);
  await mapStatuses(api, branch.id);
  const { taskTypes: _types, ...automation } = await api.call(
    'GET',
    '/api/automation',
    z.looseObject({ version: z.int() }),
  );
  await api.call('PUT', '/api/automation', anything, {
    ...automation,
    newDealStage: { pipelineId: primaryPipeline, stageId: stages.fresh },
    defaultResponsible: demoCrm.manager,
    // A thousand at once would stop the branch until an administrator says yes (product.md §4).
    limits: { moves: MANY, creations: MANY },
  });
  await api.call('PATCH', `/api/branches/${branch.id}`, anything, { enabled: true, createDeals: true });
  await tookStock(api);
  return {
    async hintPoll() {
      const reply = await fetch(branch.callbackUrl, { method: 'POST', body: '{}' });
      if (!reply.ok) {
        throw new Error(`callback: ${reply.status}`);
      }
    },
  };
}

async function sessionToken(
  { workerUrl, amocrmUrl }: { workerUrl: string; amocrmUrl: string },
  account: Account,
): Promise<string> {
  const issued = await post(`${amocrmUrl}/_sandbox/accounts/${account.id}/disposable-token`, {
    userId: demoCrm.admin,
  });
  const token = z.object({ token: z.string() });
  const reply = await fetch(`${workerUrl}/api/session`, {
    method: 'POST',
    headers: { 'X-Auth-Token': token.parse(issued).token },
  });
  if (!reply.ok) {
    throw new Error(`No session: ${reply.status} ${await reply.text()}`);
  }
  return token.parse(await reply.json()).token;
}

async function mapFields(api: Api): Promise<void> {
  const fields = z.object({
    version: z.int(),
    lead: z.record(z.string(), z.unknown()),
    contact: z.record(z.string(), z.unknown()),
  });
  const { version } = await api.call('GET', '/api/fields', z.object({ version: z.int() }));
  const made = await api.call('POST', '/api/fields/create', fields, {
    version,
    fields: [
      'lead.recordId',
      'lead.branchId',
      'lead.dateTime',
      'lead.doctor',
      'lead.branch',
      'lead.room',
      'lead.status',
      'contact.patientId',
      'contact.cardNumber',
    ],
  });
  await api.call('PUT', '/api/fields', anything, made);
}

async function mapStatuses(api: Api, branchId: number): Promise<void> {
  const path = `/api/branches/${branchId}/statuses`;
  const { version } = await api.call('GET', path, z.object({ version: z.int() }));
  await api.call('PUT', path, anything, {
    version,
    mode: 'all',
    rows: stageOf.map(([statusId, stageId]) => ({
      statusId,
      meaning: null,
      pipelineId: primaryPipeline,
      stageId,
      moveClosed: false,
    })),
    rules: [],
  });
}

/** The first complete poll is over: from now on changes at the reception are events. */
async function tookStock(api: Api): Promise<void> {
  const health = z.object({
    branches: z.array(z.object({ health: z.object({ lastSuccessAt: z.string().nullable() }) })),
  });
  for (let tries = 0; tries < 600; tries += 1) {
    const { branches } = await api.call('GET', '/api/branches', health);
    if (branches.every((branch) => branch.health.lastSuccessAt !== null)) {
      return;
    }
    await sleep(100);
  }
  throw new Error('The clinic was not read within a minute.');
}
