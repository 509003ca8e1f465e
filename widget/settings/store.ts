import { type Signal, signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { MeReply } from '../../worker/session/session.schemas.ts';
import type {
  AutomationReply,
  MatchingPut,
  PipelinesReply,
} from '../../worker/settings/automation.schemas.ts';
import type { Branch } from '../../worker/settings/branches.schemas.ts';
import type { FieldsReply } from '../../worker/settings/fields.schemas.ts';
import type { StatusesReply } from '../../worker/settings/statuses.schemas.ts';
import type { UsersReply } from '../../worker/settings/users.schemas.ts';
import type { StateReply } from '../../worker/state/state.schemas.ts';
import type { Api } from '../ui/api.ts';
import type { ApiResult, Http } from '../ui/http.ts';
import type { Known } from './overview.ts';
import { gone } from './shared/gone.ts';

export type Pipeline = PipelinesReply['pipelines'][number];

/** What several sections and the dots of the list need; each part is the last reply, null until it came. */
export type Store = {
  api: Api;
  http: Http;
  me: MeReply;
  /** Inside amoCRM, not in a tab of its own. */
  framed: boolean;
  branches: Signal<Branch[] | null>;
  fields: Signal<FieldsReply | null>;
  statuses: Signal<ReadonlyMap<number, StatusesReply>>;
  pipelines: Signal<Pipeline[] | null>;
  automation: Signal<AutomationReply | null>;
  matching: Signal<MatchingPut | null>;
  users: Signal<UsersReply | null>;
  failedEvents: Signal<boolean | null>;
  state: Signal<StateReply | null>;
  /** The parts above were asked for; what failed stays unknown. */
  overviewRead: Signal<boolean>;
  /** false: an administrator of some branches only; account-wide sections are not his (product.md 3.5). */
  accountWide: Signal<boolean>;
};

export function createStore(given: Pick<Store, 'api' | 'http' | 'me' | 'framed'>): Store {
  return {
    ...given,
    branches: signal(null),
    fields: signal(null),
    statuses: signal(new Map()),
    pipelines: signal(null),
    automation: signal(null),
    matching: signal(null),
    users: signal(null),
    failedEvents: signal(null),
    state: signal(null),
    overviewRead: signal(false),
    accountWide: signal(true),
  };
}

/** What the dots, the guide and the banners judge by. */
export function knownOf(store: Store): Known {
  return {
    branches: store.branches.value,
    fields: store.fields.value,
    statuses: store.statuses.value,
    pipelines: store.pipelines.value,
    automation: store.automation.value,
    matching: store.matching.value,
    users: store.users.value?.users ?? null,
    failedEvents: store.failedEvents.value,
    state: store.state.value,
  };
}

const Context = createContext<Store | null>(null);
export const StoreProvider = Context.Provider;

export function useStore(): Store {
  const store = useContext(Context);
  if (store === null) throw new Error('useStore outside of its provider');
  return store;
}

export async function loadBranches(store: Store): Promise<ApiResult<Branch[]>> {
  const result = await store.api.branches();
  if (!result.ok) return result;
  store.branches.value = result.value.branches;
  return { ok: true, value: result.value.branches };
}

export async function loadPipelines(store: Store): Promise<ApiResult<Pipeline[]>> {
  const known = store.pipelines.peek();
  if (known !== null) return { ok: true, value: known };
  const result = await store.api.pipelines();
  if (!result.ok) return result;
  store.pipelines.value = result.value.pipelines;
  return { ok: true, value: result.value.pipelines };
}

/** Stages, fields and users are made and deleted in amoCRM while this page stays open; the API reads them once a minute. */
export async function refreshLists(store: Store): Promise<void> {
  const { api } = store;
  const [pipelines, fields] = await Promise.all([
    api.pipelines(),
    store.accountWide.peek() ? api.fields() : null,
    remember(gone, api.gone()),
    store.accountWide.peek() ? remember(store.users, api.users()) : null,
  ]);
  if (pipelines.ok) store.pipelines.value = pipelines.value.pipelines;
  // What was saved meanwhile is newer than what was asked for before.
  if (fields?.ok && fields.value.version >= (store.fields.peek()?.version ?? 0))
    store.fields.value = fields.value;
}

/** The reply on its way, kept for the dots once it has come. */
export async function remember<Reply>(
  place: Signal<Reply | null>,
  request: Promise<ApiResult<Reply>>,
): Promise<ApiResult<Reply>> {
  const result = await request;
  if (result.ok) place.value = result.value;
  return result;
}

export function rememberStatuses(store: Store, branchId: number, reply: StatusesReply): void {
  store.statuses.value = new Map(store.statuses.peek()).set(branchId, reply);
}

export async function loadStatuses(store: Store, branchId: number): Promise<void> {
  const result = await store.api.statuses(branchId);
  if (result.ok) rememberStatuses(store, branchId, result.value);
}

export function replaceBranch(store: Store, branch: Branch): void {
  const list = store.branches.peek() ?? [];
  const known = list.some(({ id }) => id === branch.id);
  store.branches.value = known ? list.map((old) => (old.id === branch.id ? branch : old)) : [...list, branch];
}

export async function loadFailed(store: Store): Promise<void> {
  const result = await store.api.events({ outcome: 'failed' });
  if (result.ok) store.failedEvents.value = result.value.events.length > 0;
}

export async function loadState(store: Store): Promise<ApiResult<StateReply>> {
  const result = await remember(store.state, store.api.state());
  // Of the whole account: that is what an administrator of all of it sees in the history, too.
  if (result.ok && store.accountWide.peek()) store.failedEvents.value = result.value.amocrm.failed > 0;
  return result;
}

/** For the dots and the guide; a part that fails stays unknown here and says so in its own section. */
export async function loadOverview(store: Store): Promise<void> {
  const fields = remember(store.fields, store.api.fields()).then((result) => {
    if (!result.ok && result.error.status === 403) store.accountWide.value = false;
  });
  const others = [fields, loadFailed(store), loadState(store)];
  const branches = await loadBranches(store);
  const statuses = (branches.ok ? branches.value : []).map(({ id }) => loadStatuses(store, id));
  await Promise.all([...others, ...statuses]);
  store.overviewRead.value = true;
  await loadWhatMayBeGone(store);
}

/** Whether amoCRM still has what was chosen: nobody waits for it, so it comes after what somebody may wait for. */
async function loadWhatMayBeGone(store: Store): Promise<void> {
  const { api } = store;
  await Promise.all([
    loadPipelines(store),
    remember(gone, api.gone()),
    ...(store.accountWide.peek()
      ? [
          remember(store.automation, api.automation()),
          remember(store.matching, api.matching()),
          remember(store.users, api.users()),
        ]
      : []),
  ]);
}
