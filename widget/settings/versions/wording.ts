import type {
  AutomationReply,
  AutomationSettings,
  MatchingPut,
  MatchingSettings,
} from '../../../worker/settings/automation.schemas.ts';
import type { Branch, BranchBody } from '../../../worker/settings/branches.schemas.ts';
import type { FieldSettings, FieldsReply } from '../../../worker/settings/fields.schemas.ts';
import type { StatusesReply, StatusKey, StatusSettings } from '../../../worker/settings/statuses.schemas.ts';
import type { UserSettings, UsersReply } from '../../../worker/settings/users.schemas.ts';
import type { ApiResult } from '../../ui/http.ts';
import { type AutomationLists, automationChanges } from '../automation/automation-changes.ts';
import { automationDraft } from '../automation/automation-draft.ts';
import { branchBodyChanges } from '../branches/branch-changes.ts';
import { buildingName } from '../branches/building-field.tsx';
import { fieldChanges } from '../fields/field-changes.ts';
import { fieldsDraft } from '../fields/fields-draft.ts';
import { matchingChanges } from '../matching/matching-changes.ts';
import type { Change } from '../shared/change.ts';
import { branchStatusChanges } from '../statuses/branch-changes.ts';
import { type Catalog, createCatalog } from '../statuses/catalog.ts';
import { rulesDraft } from '../statuses/rules-draft.ts';
import { statusName } from '../statuses/status-changes.ts';
import { statusesDraft } from '../statuses/statuses-draft.ts';
import { loadBranches, loadPipelines, type Pipeline, type Store } from '../store.ts';
import { type BranchName, userChanges } from '../users/user-changes.ts';
import type { Place } from './place.ts';

/**
 * What is set in a section now, and how two of its bodies differ in its own words and today's names. `changes` is asked
 * while drawing: the names of services come a moment later.
 */
export type Wording = {
  version: number;
  current: unknown;
  changes: (before: unknown, after: unknown) => Change[];
  /** What would hold after going back to a body; without it, the body itself. */
  restored?: (body: unknown) => unknown;
};

/** Bodies come from our own API, where they were read by the section's schema. */
type Words<Body> = {
  version: number;
  current: Body;
  changes: (before: Body, after: Body) => Change[];
  restored?: (body: Body) => Body;
};

export async function loadWording(store: Store, place: Place): Promise<ApiResult<Wording>> {
  const { api } = store;
  switch (place.section) {
    case 'branches': {
      const branches = await loadBranches(store);
      if (!branches.ok) return branches;
      return put(branches, (list) => branchWords(list.find(({ id }) => id === place.branchId)));
    }
    case 'fields':
      return put(await api.fields(), fieldWords);
    case 'users': {
      const [users, branches] = await Promise.all([api.users(), loadBranches(store)]);
      return branches.ok ? put(users, (reply) => userWords(reply, branches.value)) : branches;
    }
    case 'automation': {
      const [automation, users, pipelines] = await Promise.all([
        api.automation(),
        api.users(),
        loadPipelines(store),
      ]);
      if (!users.ok) return users;
      if (!pipelines.ok) return pipelines;
      const lists = { pipelines: pipelines.value, users: users.value.users };
      return put(automation, (reply) => automationWords(reply, lists));
    }
    case 'matching': {
      const [matching, pipelines] = await Promise.all([api.matching(), loadPipelines(store)]);
      return pipelines.ok ? put(matching, (reply) => matchingWords(reply, pipelines.value)) : pipelines;
    }
    case 'statuses':
      return statusWording(store, place.branchId ?? 0);
  }
}

function put<Reply, Body>(
  result: ApiResult<Reply>,
  words: (reply: Reply) => Words<Body>,
): ApiResult<Wording> {
  return result.ok ? { ok: true, value: words(result.value) as Wording } : result;
}

/** undefined: the branch is deleted; its versions are still told. */
export function branchWords(branch: Branch | undefined): Words<BranchBody> {
  const current: BranchBody = {
    title: branch?.title ?? '',
    apiId: branch?.apiId ?? '',
    timeZone: branch?.timeZone ?? '',
    buildingId: branch?.buildingId ?? null,
    main: branch?.main ?? false,
    enabled: branch?.enabled ?? false,
    createDeals: branch?.createDeals ?? false,
    keyChanges: 0,
    removed: branch === undefined,
  };
  const { apiId, keyChanges, removed } = current;
  return {
    version: branch?.version ?? 0,
    current,
    changes: (before, after) => branchBodyChanges(before, after, (id) => buildingName(id, null)),
    // Keys are not kept, and a main branch stays it until another one takes its place.
    restored: (body) => ({ ...body, apiId, keyChanges, removed, main: body.main || current.main }),
  };
}

export function fieldWords(reply: FieldsReply): Words<FieldSettings> {
  const { version, lead, contact } = reply;
  return {
    version,
    current: { lead, contact },
    changes: (before, after) => fieldChanges({ ...reply, ...before }, fieldsDraft(after)),
  };
}

export function userWords(reply: UsersReply, branches: readonly BranchName[]): Words<UserSettings> {
  return {
    version: reply.version,
    current: { rows: reply.rows },
    changes: (before, after) => userChanges({ ...reply, ...before }, after.rows, branches),
  };
}

export function automationWords(reply: AutomationReply, lists: AutomationLists): Words<AutomationSettings> {
  const { version, taskTypes: _taskTypes, ...current } = reply;
  return {
    version,
    current,
    changes: (before, after) =>
      automationChanges({ ...reply, ...before }, automationDraft({ ...reply, ...after }), lists),
  };
}

export function matchingWords(reply: MatchingPut, pipelines: readonly Pipeline[]): Words<MatchingSettings> {
  const { version, ...current } = reply;
  return { version, current, changes: (before, after) => matchingChanges(before, after, pipelines) };
}

/** A status that left the clinic's directory still has its row in an old version; nothing is proposed here. */
export function statusWords(
  reply: StatusesReply,
  pipelines: readonly Pipeline[],
  catalog: Pick<Catalog, 'nameOf' | 'nameServices'>,
): Words<StatusSettings> {
  const { version, directory, ...current } = reply;
  const known = directory.map((status) => ({ ...status, suggestedMeaning: null }));
  return {
    version,
    current,
    changes: (before, after) => {
      const gone = new Set([...statusesIn(before), ...statusesIn(after)]);
      for (const { statusId } of known) gone.delete(statusId);
      const rows = [...gone].map((statusId) => ({
        statusId,
        name: statusName(reply, statusId),
        suggestedMeaning: null,
      }));
      const as = (body: StatusSettings): StatusesReply => ({
        ...reply,
        ...body,
        directory: [...known, ...rows],
      });
      catalog.nameServices([...rulesDraft(as(before)), ...rulesDraft(as(after))]);
      const nameOf = catalog.nameOf.value;
      return branchStatusChanges(as(before), statusesDraft(as(after)), { pipelines, nameOf });
    },
  };
}

function statusesIn({ rows, rules, twoWay }: StatusSettings): StatusKey[] {
  return [...rows, ...rules.flatMap((rule) => rule.rows), ...twoWay.rows].map(({ statusId }) => statusId);
}

async function statusWording(store: Store, branchId: number): Promise<ApiResult<Wording>> {
  const [statuses, pipelines, branches] = await Promise.all([
    statusesOf(store, branchId),
    loadPipelines(store),
    loadBranches(store),
  ]);
  if (!pipelines.ok) return pipelines;
  if (!branches.ok) return branches;
  const known = { pipelines: pipelines.value, branches: branches.value, everyBranch: true };
  const catalog = createCatalog(store.api, branchId, known);
  // What a rule's doctors are called; a list that does not come leaves them unnamed, the difference is told all the same.
  await catalog.load();
  return put(statuses, (reply) => statusWords(reply, pipelines.value, catalog));
}

/** Of a deleted branch nothing is known any more but the numbers. */
async function statusesOf(store: Store, branchId: number): Promise<ApiResult<StatusesReply>> {
  const result = await store.api.statuses(branchId);
  if (result.ok || result.error.status !== 404) return result;
  const none: StatusesReply = {
    version: 0,
    mode: 'all',
    rows: [],
    rules: [],
    twoWay: { rows: [], conflict: 'archimed' },
    directory: [],
  };
  return { ok: true, value: none };
}
