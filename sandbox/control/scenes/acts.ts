import { field, numberOf, textOf } from './reading.ts';
import type { DoubleName, Stage } from './scene.ts';

/** What several scenes do. */

export async function addFault(
  stage: Stage,
  double: DoubleName,
  fault: Record<string, unknown>,
): Promise<void> {
  const id = numberOf(await stage.pull(double, 'POST', '/faults', fault), 'id');
  stage.later({ double, method: 'DELETE', path: `/faults/${id}` });
}

/** Changes settings of the account and remembers what they were. */
export async function setAccount(stage: Stage, patch: Record<string, unknown>): Promise<void> {
  const account = await stage.account();
  const before = Object.fromEntries(
    Object.entries(patch).map(([key, value]) => [key, formerOf(account, key, value)]),
  );
  const path = `${stage.accountPath}/settings`;
  await stage.pull('amocrm', 'PATCH', path, patch);
  stage.later({ double: 'amocrm', method: 'PATCH', path, body: before });
}

function formerOf(account: unknown, key: string, value: unknown): unknown {
  if (key === 'subdomain') return textOf(account, 'subdomain');
  if (typeof value !== 'object' || value === null) return field(account, 'settings', key);
  return Object.fromEntries(
    Object.keys(value).map((inner) => [inner, field(account, 'settings', key, inner)]),
  );
}

/** A booking as the reception makes it; it is deleted when the scene is over. */
export async function book(stage: Stage, booking: Record<string, unknown>): Promise<unknown> {
  const talon = await stage.pull('archimed', 'POST', `${stage.sourcePath}/talons`, booking);
  const path = `${stage.sourcePath}/talons/${numberOf(talon, 'id')}`;
  stage.later({ double: 'archimed', method: 'PATCH', path, body: { deleted: true } });
  return talon;
}

export async function addLead(stage: Stage, lead: Record<string, unknown>): Promise<number> {
  const id = numberOf(await stage.pull('amocrm', 'POST', `${stage.accountPath}/leads`, lead), 'id');
  stage.later({ double: 'amocrm', method: 'POST', path: `${stage.accountPath}/leads/${id}/delete` });
  return id;
}

export async function addContact(stage: Stage, contact: Record<string, unknown>): Promise<number> {
  const id = numberOf(await stage.pull('amocrm', 'POST', `${stage.accountPath}/contacts`, contact), 'id');
  stage.later({ double: 'amocrm', method: 'POST', path: `${stage.accountPath}/contacts/${id}/delete` });
  return id;
}
