import { notAccepted, unreadable } from '../api/auth.ts';
import type { Access } from '../api/gate.ts';
import type { Store } from '../clinic/store.ts';

/** The token stands in the address: base64 of 32 hex characters, apart from the key pairs (archimed-api.md §4.8). Hex never gives a `+` or `/`. */
const tokenForm = /^[A-Za-z0-9]{43}=$/;

/** As with the key pairs: 401 when there is no readable token, 403 when it is nobody's. */
export function authorizeDocdoc(store: Store, url: URL): Access {
  const token = url.searchParams.get('access_token') ?? '';
  if (!tokenForm.test(token)) return unreadable;
  const source = store.byDocdocToken(token);
  return source === undefined ? notAccepted : { ok: true, source };
}
