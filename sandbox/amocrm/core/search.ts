import type { Account, EntityKind, Field, FieldValues, IndexVersion } from './model.ts';
import { textOf } from './values.ts';

type Indexed = { name: string; values: FieldValues; index: IndexVersion[] };

const MIN_QUERY = 3;

function digits(text: string): string {
  return text.replace(/\D/g, '');
}

function document(name: string, values: FieldValues, fields: readonly Field[], atMs: number): IndexVersion {
  const phones: string[] = [];
  const texts: string[] = [name.toLowerCase()];
  for (const [id, items] of values) {
    const isPhone = fields.find((field) => field.id === id)?.code === 'PHONE';
    for (const item of items) {
      if (isPhone) phones.push(digits(String(item.value)));
      else texts.push(textOf(item.value).toLowerCase());
    }
  }
  return { atMs, phones, texts };
}

/** Called after every change; searches see it only after the account's index delay (amocrm-api.md §4.12). */
export function reindex(account: Account, kind: EntityKind, entity: Indexed, atMs: number): void {
  entity.index.push(document(entity.name, entity.values, account.fields[kind], atMs));
  if (entity.index.length > 20) entity.index.shift();
}

function visibleVersion(entity: Indexed, beforeMs: number): IndexVersion | undefined {
  return entity.index.findLast((version) => version.atMs <= beforeMs);
}

/** §4.12: phones by digits anywhere in the number; with false positives also digits inside names and other fields. */
export function matchesQuery(account: Account, entity: Indexed, query: string, nowMs: number): boolean {
  const text = query.trim().toLowerCase();
  if (text.length < MIN_QUERY) return false;
  const version = visibleVersion(entity, nowMs - account.settings.indexDelayMs);
  if (version === undefined) return false;
  if (version.texts.some((value) => value.includes(text))) return true;
  // A leading plus never matches: only digits are indexed (§4.12).
  const number = /^[\d\s()-]+$/.test(text) ? digits(text) : '';
  if (number.length < MIN_QUERY) return false;
  if (version.phones.some((phone) => phone.includes(number))) return true;
  if (!account.settings.falsePositives) return false;
  if (version.texts.some((value) => digits(value).includes(number))) return true;
  // A neighbouring number that differs in its last digit only.
  return number.length >= 7 && version.phones.some((phone) => isNeighbour(phone.slice(-7), number.slice(-7)));
}

function isNeighbour(a: string, b: string): boolean {
  return a !== b && a.slice(0, -1) === b.slice(0, -1);
}
