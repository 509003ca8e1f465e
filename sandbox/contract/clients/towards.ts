import { globalAgent } from 'node:https';
import { connect } from 'node:net';
import { vi } from 'vitest';
import { domain } from '../amocrm/account.ts';

/** Both clients insist on `https://{subdomain}.amocrm.ru`; what they send there arrives at the double, unchanged. */

/** For clients on `node:https`: the agent opens a plain connection, the `Host` stays amoCRM's. */
export function httpsTowards(origin: string): void {
  const { hostname, port } = new URL(origin);
  vi.spyOn(globalAgent, 'createConnection').mockImplementation(() => connect(Number(port), hostname));
}

/** For clients on `fetch`. */
export function fetchTowards(origin: string): void {
  const original = globalThis.fetch;
  vi.stubGlobal('fetch', (input: string, init?: RequestInit) =>
    original(input.replace(`https://${domain}`, origin), init),
  );
}

type Tree = { [key: string]: string | Tree };

/** The brackets of a hook as the nested object that PHP would make of them. */
export function nested(form: string): Tree {
  const root: Tree = {};
  for (const [key, value] of new URLSearchParams(form)) {
    const [first = '', ...rest] = key.replaceAll(']', '').split('[');
    let node = root;
    let name = first;
    for (const next of rest) {
      const below = node[name];
      const tree: Tree = typeof below === 'object' ? below : {};
      node[name] = tree;
      node = tree;
      name = next;
    }
    node[name] = value;
  }
  return root;
}
