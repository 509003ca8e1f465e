import { createHmac } from 'node:crypto';
import type { Context } from '../framework/case.ts';
import type { Reply, Request } from '../framework/http.ts';

/** A small clinic, and calls signed as archimed-api.md says: HS256 `{iss: ApiId, exp}` with the Secret as plain text. */

export const apiId = 'contract-api-id';
export const apiSecret = 'contract-api-secret';

export const smallClinic = {
  id: 'north',
  name: 'Клиника',
  timeZone: 'Asia/Yekaterinburg',
  keys: [{ apiId, apiSecret }],
  buildings: [{ id: 1, name: 'Центр' }],
  specializations: [{ id: 34, name: 'Хирург' }],
  doctors: [{ id: 8, lastName: 'Громов', firstName: 'Андрей', specializationIds: [34], maxTime: 30 }],
  schedules: [
    {
      doctorId: 8,
      buildingId: 1,
      room: 'Кабинет № 2',
      from: '2026-07-29',
      to: '2026-08-31',
      start: '09:00',
      end: '15:00',
      step: 30,
    },
  ],
  statuses: [
    { id: 1, name: 'Запись' },
    { id: 4, name: 'Отменён', cancelled: true },
  ],
  deleteReasons: [{ id: 1, name: 'Отказ пациента' }],
};

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export function sign(claims: Record<string, unknown>, secret = apiSecret, alg = 'HS256'): string {
  const head = `${base64url({ typ: 'JWT', alg })}.${base64url(claims)}`;
  return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`;
}

export type Clinic = {
  token(): string;
  /** A path below `/api/v5`, signed. */
  api(method: string, path: string, request?: Request): Promise<Reply>;
};

export async function seedClinic(context: Context, change: Record<string, unknown> = {}): Promise<Clinic> {
  await context.archimed.admin('POST', '/sources', { ...smallClinic, ...change });
  const token = () => sign({ iss: apiId, exp: context.clock.nowSeconds() + 600 });
  return {
    token,
    api: (method, path, request) =>
      context.archimed.call(method, `/api/v5${path}`, { token: token(), ...request }),
  };
}
