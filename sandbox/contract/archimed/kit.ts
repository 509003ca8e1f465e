import { createHmac } from 'node:crypto';
import type { Context, ContractCase } from '../framework/case.ts';
import { at, equal, numberAt, rows, status } from '../framework/check.ts';
import type { Reply, Request } from '../framework/http.ts';

/** A small clinic, and calls signed as archimed-api.md says: HS256 `{iss: ApiId, exp}` with the Secret as plain text. */

export const apiId = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';
export const apiSecret = '9f8e7d6c5b4a39281706f5e4d3c2b1a0';
export const otherKey = {
  apiId: 'aaaabbbbccccddddeeeeffff00001111',
  apiSecret: '1111000022223333444455556666ffff',
};
export const docdocToken = Buffer.from('00112233445566778899aabbccddeeff').toString('base64');

const always = { from: '2026-07-27', to: '2026-08-31' };

/** The clock of a case begins on Wednesday, 29.07.2026 at 12:26:40 in this clinic. */
export const smallClinic = {
  id: 'north',
  name: 'Клиника',
  timeZone: 'Asia/Yekaterinburg',
  keys: [{ apiId, apiSecret }],
  docdocTokens: [docdocToken],
  buildings: [
    { id: 1, name: 'Корпус 1', address: 'ул. Садовая, 12' },
    { id: 2, name: 'Корпус 2', address: 'Полярный пр-т, 40' },
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
      specializationIds: [34, 32],
      maxTime: 30,
      phone: '+79051112233',
      photo: false,
    },
    {
      id: 11,
      lastName: 'Лаврентьева',
      firstName: 'Елена',
      specializationIds: [32],
      maxTime: 20,
      photo: false,
    },
    { id: 31, lastName: 'Мещеряков', firstName: 'Илья', maxTime: 0, photo: false },
  ],
  schedules: [
    { doctorId: 8, buildingId: 1, room: 'Кабинет № 2', ...always, start: '09:00', end: '15:00', step: 30 },
    { doctorId: 11, buildingId: 1, room: 'Кабинет № 5', ...always, start: '09:00', end: '11:00', step: 20 },
    { doctorId: 11, buildingId: 2, room: 'Кабинет 104', ...always, start: '12:00', end: '14:00', step: 20 },
    { doctorId: 31, buildingId: 1, room: 'Кабинет № 9', ...always, start: '09:00', end: '12:00', step: 30 },
  ],
  statuses: [
    { id: 1, name: 'Запись' },
    { id: 2, name: 'Подтверждён' },
    { id: 3, name: 'Приём состоялся' },
    { id: 4, name: 'Отменён', cancelled: true },
    { id: 5, name: 'Пациент пришёл' },
    { id: 6, name: 'Не явился' },
  ],
  deleteReasons: [
    { id: 1, name: 'Отказ пациента' },
    { id: 2, name: 'Болезнь врача' },
  ],
  groups: [
    { id: 5, code: '50', name: 'Лабораторные исследования' },
    { id: 51, code: '51', name: 'Биохимия', ownerId: 5 },
  ],
  services: [
    { id: 101, code: '1012', name: 'Приём кардиолога', groupId: 5, cost: 2800, duration: 30 },
    { id: 102, code: '50001', name: 'Глюкоза', groupId: 51, cost: 330 },
  ],
  branches: [{ id: 1, name: 'Поликлиника' }],
  zones: [{ id: 1, name: 'Первый участок' }],
  scientificDegrees: [{ id: 1, name: 'Кандидат медицинских наук' }],
  accounts: [{ id: 1, name: 'Администратор ArchiMed+' }],
  patients: [
    { id: 701, lastName: 'Белова', firstName: 'Ирина', birthDate: '1986-03-14', phone: '+79050001111' },
    { id: 702, lastName: 'Белов', firstName: 'Павел', phone: '9050002222', phone1: '89050001111' },
  ],
};

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export function sign(
  claims: Record<string, unknown>,
  secret: string | Uint8Array = apiSecret,
  alg = 'HS256',
): string {
  const head = `${base64url({ typ: 'JWT', alg })}.${base64url(claims)}`;
  return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`;
}

export type Form = Record<string, string>;

export type Clinic = {
  token(): string;
  /** A path below `/api/v5`, signed. */
  api(method: string, path: string, request?: Request): Promise<Reply>;
  /** The rows of a list; anything but a list with 200 fails. */
  list(path: string): Promise<unknown[]>;
  /** The ids of a list, in its order. */
  ids(path: string): Promise<number[]>;
  /** The talon, also a deleted one. */
  talon(id: number): Promise<unknown>;
  /** `POST talons` of `visit` with changes; its id. */
  book(change?: Form): Promise<number>;
  /** `/_sandbox/sources/north{path}`. */
  strings(method: string, path: string, body?: unknown): Promise<Reply>;
  /** Strikes every request that matches, until the case ends. */
  fault(fault: Record<string, unknown>): Promise<void>;
};

/** A free half hour tomorrow, for a known patient. */
export const visit: Form = {
  doc_id: '8',
  date: '30.07.2026',
  begintime: '10:00',
  endtime: '10:30',
  patient_id: '701',
};

export async function seedClinic(context: Context, change: Record<string, unknown> = {}): Promise<Clinic> {
  await context.archimed.admin('POST', '/sources', { ...smallClinic, ...change });
  const clinic: Clinic = {
    token: () => sign({ iss: apiId, exp: context.clock.nowSeconds() + 600 }),
    api: (method, path, request) =>
      context.archimed.call(method, `/api/v5${path}`, { token: clinic.token(), ...request }),
    async list(path) {
      const reply = await clinic.api('GET', path);
      status(reply, 200, path);
      return rows(reply.json, 'data');
    },
    ids: async (path) => (await clinic.list(path)).map((row) => numberAt(row, 'id')),
    async talon(id) {
      const reply = await clinic.api('GET', `/talons/${id}?withDeleted=1`);
      status(reply, 200, `talon ${id}`);
      return reply.json;
    },
    async book(form = {}) {
      const reply = await clinic.api('POST', '/talons', { form: { ...visit, ...form } });
      status(reply, 200, 'booking');
      return numberAt(reply.json, 'id');
    },
    strings: (method, path, body) => context.archimed.admin(method, `/sources/north${path}`, body),
    async fault(fault) {
      await context.archimed.admin('POST', '/faults', fault);
    },
  };
  return clinic;
}

/** A case that begins with the small clinic. */
export function onClinic(
  id: string,
  facts: readonly string[],
  title: string,
  run: (clinic: Clinic, context: Context) => Promise<void>,
): ContractCase {
  return {
    id: `archimed-${id}`,
    facts,
    title,
    run: async (context) => run(await seedClinic(context), context),
  };
}

/** Status, body `{"status":"Error","message":…}` and, when given, the message. */
export function refused(reply: Reply, expected: number, message?: string): void {
  status(reply, expected);
  const said = at(reply.json, 'message');
  equal(reply.json, { status: 'Error', message: message ?? said }, 'body of a refusal');
  if (typeof said !== 'string' || !/[а-яё]/i.test(said)) equal(said, 'a message in Russian', 'message');
}
