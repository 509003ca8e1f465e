import type { Account } from '../core/model.ts';
import type { HookItem, PhpValue } from './payload.ts';

export function flatten(key: string, value: PhpValue, into: [string, string][]): void {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) flatten(`${key}[${i}]`, item, into);
  } else if (typeof value === 'object') {
    for (const [name, item] of Object.entries(value)) flatten(`${key}[${name}]`, item, into);
  } else {
    into.push([key, String(value)]);
  }
}

function accountPairs(account: Account): [string, string][] {
  const self: [string, string] = ['account[_links][self]', `https://${account.domain}`];
  const rest: [string, string][] = [
    ['account[subdomain]', account.subdomain],
    ['account[id]', String(account.id)],
  ];
  return account.settings.hooks.accountOrder === 'self-first' ? [self, ...rest] : [...rest, self];
}

/** The pairs of one POST: the account, before or after `{entity}[{action}][{n}][…]`. */
export function hookPairs(account: Account, items: readonly HookItem[]): [string, string][] {
  const pairs: [string, string][] = [];
  const counts = new Map<string, number>();
  for (const item of items) {
    const prefix = `${item.root}[${item.action}]`;
    const n = counts.get(prefix) ?? 0;
    counts.set(prefix, n + 1);
    flatten(`${prefix}[${n}]`, item.data, pairs);
  }
  const head = accountPairs(account);
  return account.settings.hooks.accountOrder === 'last' ? [...pairs, ...head] : [...head, ...pairs];
}

export function encodePairs(pairs: readonly [string, string][]): string {
  return new URLSearchParams(pairs.map(([key, value]) => [key, value])).toString();
}
