import { type ApiFailure, problem } from '../account/failures.ts';
import { randomToken, seal, sha256 } from '../shared/envelope.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { joinProblem, replaceKeys, sealSecret } from './branch-keys.ts';
import { creationProblem, duplicateOf, nextMain, patchProblem } from './branch-rules.ts';
import { branchView, callbackPlace, healthOf } from './branch-view.ts';
import type { ChangedBy } from './branches.repository.ts';
import type { Branch, BranchCreate, BranchesReply, BranchPatch } from './branches.schemas.ts';
import { announce, conflict, type Work } from './save.ts';
import type { BranchRow } from './settings.repository.ts';

export async function listBranches({ services, caller }: Work): Promise<BranchesReply> {
  const { settings, access } = caller;
  const health = await healthOf(caller.account);
  const shown = settings.branches.filter((branch) => access.branches.includes(branch.id));
  return {
    branches: await Promise.all(
      shown.map((branch) =>
        branchView(services, branch, settings.sources, {
          version: settings.branchVersions.get(branch.id) ?? 0,
          health: health[branch.id],
        }),
      ),
    ),
  };
}

export async function addBranch(work: Work, input: BranchCreate): Promise<Result<Branch, ApiFailure>> {
  const { services, caller } = work;
  const { settings } = caller;
  const { apiId, apiSecret, ...visible } = input;
  const sourceId = settings.sources.find((source) => source.apiId === apiId)?.id ?? null;
  const refused =
    duplicateOf(settings, { id: null, sourceId, buildingId: input.buildingId }) ??
    creationProblem(settings, input.createDeals) ??
    (await joinProblem(work, { apiId, apiSecret }));
  if (refused) {
    return err(refused);
  }
  const accountId = settings.account.id;
  const callbackToken = randomToken();
  const branch = await services.repository.addBranch(
    {
      branch: {
        ...visible,
        accountId,
        enabled: false,
        callbackTokenHash: await sha256(callbackToken),
        callbackTokenSealed: await seal(await services.ring(), callbackPlace(accountId), callbackToken),
      },
      apiId,
      apiSecretSealed: await sealSecret(work, { apiId, apiSecret }),
    },
    nowBy(work),
  );
  services.log('branches.added', { account: accountId, branch: branch.id, user: caller.session.userId });
  await announce(caller.account, services.log, accountId);
  return viewNow(work, branch.id);
}

export async function patchBranch(
  work: Work,
  branch: BranchRow,
  patch: BranchPatch,
): Promise<Result<Branch, ApiFailure>> {
  const { services, caller } = work;
  const { apiId, apiSecret, version, ...visible } = patch;
  const present = caller.settings.branchVersions.get(branch.id) ?? 0;
  if (version !== undefined && version !== present) {
    return err(conflict(present));
  }
  const refused = patchProblem(caller.settings, branch, patch) ?? reachProblem(work, branch, patch);
  if (refused) {
    return err(refused);
  }
  let newKeys = false;
  if (apiId !== undefined && apiSecret !== undefined) {
    const replaced = await replaceKeys(work, branch, { apiId, apiSecret });
    if (!replaced.ok) {
      return replaced;
    }
    newKeys = replaced.value;
  }
  const change = differing(branch, visible);
  if (newKeys || Object.keys(change).length > 0) {
    const saved = await services.repository.updateBranch(branch, change, {
      ...nowBy(work),
      apiId: (newKeys ? apiId : undefined) ?? apiIdOf(work, branch),
      newKeys,
      ...(version === undefined ? {} : { readAt: version }),
    });
    if (!saved) {
      return err(conflict(present + 1));
    }
  }
  const accountId = caller.settings.account.id;
  services.log('branches.changed', { account: accountId, branch: branch.id, user: caller.session.userId });
  await announce(caller.account, services.log, accountId);
  return viewNow(work, branch.id);
}

export async function removeBranch(work: Work, branch: BranchRow): Promise<void> {
  const { services, caller } = work;
  const how = { ...nowBy(work), apiId: apiIdOf(work, branch) };
  const heir = nextMain(caller.settings.branches, branch);
  if (heir) {
    await services.repository.updateBranch(heir, { main: true }, how);
  }
  await services.repository.updateBranch(branch, { enabled: false, removedAt: services.clock.now() }, how);
  services.log('branches.removed', {
    account: branch.accountId,
    branch: branch.id,
    user: caller.session.userId,
  });
  await announce(caller.account, services.log, branch.accountId);
}

/** Keys and the main mark belong to the source: changing them takes the right to all its branches. */
function reachProblem({ caller }: Work, branch: BranchRow, patch: BranchPatch): ApiFailure | null {
  if (patch.apiId === undefined && patch.main !== true) {
    return null;
  }
  const foreign = caller.settings.branches.find(
    (candidate) => candidate.sourceId === branch.sourceId && !caller.access.branches.includes(candidate.id),
  );
  return foreign ? problem(403, 'access.branch', 'У этой базы есть филиал, который вам не доступен.') : null;
}

async function viewNow({ services, caller }: Work, branchId: number): Promise<Result<Branch, ApiFailure>> {
  const settings = await services.repository.load(caller.settings.account.id);
  const branch = settings?.branches.find((candidate) => candidate.id === branchId);
  if (!settings || !branch) {
    return err(problem(404, 'branches.not_found', 'Такого филиала нет.'));
  }
  const health = await healthOf(caller.account);
  const version = settings.branchVersions.get(branchId) ?? 0;
  return ok(await branchView(services, branch, settings.sources, { version, health: health[branchId] }));
}

type Visible = Omit<BranchPatch, 'apiId' | 'apiSecret' | 'version'>;
type Defined = { [K in keyof Visible]?: Exclude<Visible[K], undefined> };

/** What is set to what it is already is no change, and no version. */
function differing(branch: BranchRow, patch: Visible): Defined {
  const present: Record<string, unknown> = branch;
  return Object.fromEntries(
    Object.entries(patch).filter(([name, value]) => value !== undefined && value !== present[name]),
  );
}

function nowBy({ services, caller }: Work): ChangedBy {
  return { by: caller.session.userId, at: services.clock.now() };
}

function apiIdOf({ caller }: Work, { sourceId }: BranchRow): string {
  return caller.settings.sources.find(({ id }) => id === sourceId)?.apiId ?? '';
}
