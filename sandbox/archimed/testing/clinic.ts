import { SignJWT } from 'jose';
import { z } from 'zod';
import type { SourceDescriptionInput } from '../clinic/description.ts';
import type { ArchimedSandbox } from '../server.ts';
import { startArchimedSandbox } from '../server.ts';

/** Monday 2026-11-23, 12:00 in Moscow. */
export const noon = Date.parse('2026-11-23T09:00:00Z');

export const key = { apiId: 'a'.repeat(32), apiSecret: '0123456789abcdef0123456789abcdef' };
export const secondKey = { apiId: 'b'.repeat(32), apiSecret: 'fedcba9876543210fedcba9876543210' };
export const otherKey = { apiId: 'c'.repeat(32), apiSecret: '11112222333344445555666677778888' };

/** A small clinic: a doctor with a 30-minute grid, one with 20 minutes in two buildings, one without a grid step. */
export function smallClinic(changes: Partial<SourceDescriptionInput> = {}): SourceDescriptionInput {
  return {
    id: 'small',
    name: 'Малая клиника',
    timeZone: 'Europe/Moscow',
    keys: [key, secondKey],
    buildings: [
      { id: 1, name: 'Центр', address: 'ул. Садовая, 12' },
      { id: 2, name: 'Север', address: 'Полярный пр-т, 40' },
    ],
    specializations: [
      { id: 32, name: 'Кардиолог' },
      { id: 34, name: 'Хирург' },
    ],
    doctors: [
      { id: 6, lastName: 'Администратор ArchiMed+', maxTime: 0, photo: false },
      {
        id: 8,
        lastName: 'Громов',
        firstName: 'Андрей',
        middleName: 'Викторович',
        specializationIds: [34],
        maxTime: 30,
      },
      {
        id: 11,
        lastName: 'Лаврентьева',
        firstName: 'Елена',
        middleName: '',
        specializationIds: [32],
        maxTime: 20,
        photo: false,
      },
      { id: 31, lastName: 'Мещеряков', firstName: 'Илья', specializationIds: [], maxTime: 0, photo: false },
    ],
    schedules: [
      {
        doctorId: 8,
        buildingId: 1,
        room: 'Кабинет № 2',
        from: '2026-11-23',
        to: '2026-11-25',
        start: '09:00',
        end: '15:00',
        step: 30,
      },
      {
        doctorId: 11,
        buildingId: 1,
        room: 'Кабинет № 5',
        from: '2026-11-24',
        start: '09:00',
        end: '11:00',
        step: 20,
      },
      {
        doctorId: 11,
        buildingId: 2,
        room: 'Кабинет 104',
        from: '2026-11-25',
        start: '14:00',
        end: '16:00',
        step: 20,
      },
      {
        doctorId: 31,
        buildingId: 1,
        room: 'Кабинет № 9',
        from: '2026-11-24',
        start: '10:00',
        end: '12:00',
        step: 30,
      },
    ],
    statuses: [
      { id: 1, name: 'Запись' },
      { id: 2, name: 'Подтверждён' },
      { id: 3, name: 'Приём состоялся' },
      { id: 4, name: 'Отменён', cancelled: true },
    ],
    deleteReasons: [
      { id: 1, name: 'Отказ пациента' },
      { id: 2, name: 'Болезнь врача' },
    ],
    groups: [{ id: 1, code: '10', name: 'Приёмы' }],
    services: [{ id: 101, code: '1012', name: 'Приём кардиолога', groupId: 1, cost: 2800, duration: 30 }],
    patients: [
      {
        id: 701,
        lastName: 'Белова',
        firstName: 'Ирина',
        middleName: 'Сергеевна',
        birthDate: '1986-03-14',
        phone: '+79050001111',
      },
      {
        id: 702,
        lastName: 'Белов',
        firstName: 'Павел',
        birthDate: '1984-11-02',
        phone: '',
        phone1: '89050001111',
      },
    ],
    ...changes,
  };
}

export type Api = {
  sandbox: ArchimedSandbox;
  get(path: string, token?: string): Promise<Response>;
  /** Form-encoded, as proven against the real one. */
  send(method: string, path: string, fields?: Record<string, string>): Promise<Response>;
  admin(method: string, path: string, body?: unknown): Promise<Response>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** A sandbox of its own with one clinic, and short ways to talk to it. The clock can be moved. */
export async function startClinic(
  description: SourceDescriptionInput = smallClinic(),
  clock: { now: number } = { now: noon },
): Promise<Api> {
  const sandbox = await startArchimedSandbox({ port: 0, now: () => clock.now });
  const admin = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${sandbox.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
  const added = await admin('POST', '/_sandbox/sources', description);
  if (added.status !== 201) throw new Error(await added.text());
  const pair = z.object({ apiId: z.string(), apiSecret: z.string() }).parse(description.keys[0]);
  const authorization = async (token?: string): Promise<Record<string, string>> => ({
    authorization: `Bearer ${token ?? (await sign(pair, clock.now))}`,
  });
  return {
    sandbox,
    admin,
    get: async (path, token) =>
      fetch(`${sandbox.url}/api/v5/${path}`, { headers: await authorization(token) }),
    send: async (method, path, fields) =>
      fetch(`${sandbox.url}/api/v5/${path}`, {
        method,
        headers: await authorization(),
        body: fields === undefined ? null : new URLSearchParams(fields),
      }),
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}

export async function sign(pair: { apiId: string; apiSecret: string }, now: number): Promise<string> {
  return new SignJWT({ iss: pair.apiId, exp: Math.floor(now / 1000) + 3600 })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(pair.apiSecret));
}

const listReply = z.object({
  data: z.array(z.record(z.string(), z.unknown())),
  total: z.string(),
  page: z.number(),
  limit: z.number(),
});

export async function rows(reply: Response | Promise<Response>): Promise<Record<string, unknown>[]> {
  return listReply.parse(await (await reply).json()).data;
}

export async function envelope(reply: Promise<Response>): Promise<z.infer<typeof listReply>> {
  return listReply.parse(await (await reply).json());
}

const writeReply = z.object({
  status: z.string(),
  id: z.number().optional(),
  message: z.string().optional(),
});

/** `[http status, id or message]` of a write. */
export async function outcome(reply: Promise<Response>): Promise<[number, number | string | undefined]> {
  const answer = await reply;
  const body = writeReply.parse(await answer.json());
  return [answer.status, body.id ?? body.message];
}
