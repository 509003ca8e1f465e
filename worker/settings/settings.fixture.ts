import { reset } from 'cloudflare:test';
import type { Pipeline } from '../amocrm/pipelines.ts';
import { ADMIN, type Answer, createHarness, type Harness } from '../http/api.fixture.ts';

/** A fresh account with an amoCRM of one pipeline and four fields, and its administrator. */
export type SettingsHarness = Harness & {
  send(method: string, path: string, body?: unknown, by?: string): Promise<Answer>;
};

export const stage = { pipelineId: 10, stageId: 100 };

export const branch = {
  title: 'Центр',
  apiId: 'f'.repeat(32),
  apiSecret: '0123456789abcdef0123456789abcdef',
  timeZone: 'Europe/Moscow',
  buildingId: null,
  main: false,
  createDeals: false,
};

const pipelines: Pipeline[] = [
  {
    id: 10,
    name: 'Первичные',
    sort: 1,
    isMain: true,
    isArchive: false,
    stages: [{ id: 100, name: 'Записан', sort: 1, color: '#fff', kind: 'open' }],
  },
];

const field = (id: number, type: string) => ({ id, name: `Поле ${id}`, type, enums: [] });
const fields = {
  lead: [field(1, 'numeric'), field(2, 'numeric'), field(3, 'text')],
  contact: [field(9, 'numeric')],
};

export async function createSettingsHarness(): Promise<SettingsHarness> {
  await reset();
  const harness = await createHarness();
  const administrator = await harness.session();
  Object.assign(harness.account, {
    branchHealth: async () => ({}),
    pipelines: async () => ({ ok: true, value: pipelines }),
    taskTypes: async () => ({ ok: true, value: [{ id: 1, name: 'Связаться', code: 'FOLLOW_UP' }] }),
    statuses: async () => ({ ok: true, value: [{ id: 1, name: 'Запись' }] }),
    users: async () => ({ ok: true, value: [{ id: ADMIN, name: 'Марк', isAdmin: true, isActive: true }] }),
    customFields: async () => ({ ok: true, value: fields }),
  } satisfies Harness['account']);
  return {
    ...harness,
    send: (method, path, body, by = administrator) =>
      harness.request(path, { method, token: by, ...(body === undefined ? {} : { body }) }),
  };
}
