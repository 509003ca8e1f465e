import type { CancelReasonsReply } from '../../../worker/directories/directories.schemas.ts';
import type { MeReply } from '../../../worker/session/session.schemas.ts';
import type { StatusesReply } from '../../../worker/settings/statuses.schemas.ts';
import type { ApiError, Http } from '../../ui/http.ts';
import { type Branch, statusesOf } from './choice.ts';

export type Lists =
  | { kind: 'ready'; token: string; branches: readonly Branch[] }
  | { kind: 'not-admin' }
  /** The server cannot open it any more: the key it was sealed with is gone. */
  | { kind: 'no-token' }
  | { kind: 'no-branch' }
  | { kind: 'failed'; error: ApiError };

/** What the form offers. A branch whose ArchiMed+ does not answer must not keep the others from being set up. */
export async function readLists(http: Http): Promise<Lists> {
  const me = await http<MeReply>('GET', '/api/me');
  if (!me.ok) return { kind: 'failed', error: me.error };
  const { dp_token: token, branches, user } = me.value;
  if (token === undefined) return { kind: user.isAdmin ? 'no-token' : 'not-admin' };
  const live = branches.filter((branch) => branch.enabled);
  if (live.length === 0) return { kind: 'no-branch' };
  return {
    kind: 'ready',
    token,
    branches: await Promise.all(live.map((branch) => readBranch(http, branch))),
  };
}

async function readBranch(http: Http, { id, title }: { id: number; title: string }): Promise<Branch> {
  const [statuses, reasons] = await Promise.all([
    http<StatusesReply>('GET', `/api/branches/${id}/statuses`),
    http<CancelReasonsReply>('GET', '/api/cancel-reasons', { query: { branch: id } }),
  ]);
  return {
    id,
    title,
    statuses: statuses.ok ? statusesOf(statuses.value) : null,
    reasons: reasons.ok ? reasons.value.reasons : null,
  };
}
