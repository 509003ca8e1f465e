import { type ApiFailure, problem } from '../account/failures.ts';
import { randomToken, seal, sha256 } from '../shared/envelope.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { joinProblem, replaceKeys, sealSecret } from './branch-keys.ts';
import { creationProblem, duplicateOf, nextMain, patchProblem } from './branch-rules.ts';
import { branchView, callbackPlace, healthOf } from './branch-view.ts';
import type { Branch, BranchCreate, BranchesReply, BranchPatch } from './branches.schemas.ts';
import { announce, type Work } from './save.ts';
import type { BranchRow } from './settings.repository.ts';

export async function listBranches({ services, caller }: Work): Promise<BranchesReply> {
  const { settings, access } = caller;
  const health = await healthOf(caller.account);
  const shown = settings.branches.filter((branch) => access.branches.includes(branch.id));
  return {
    branches: await Promise.all(
      shown.map((branch) => branchView(services, branch, settings.sources, health[branch.id])),
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
  const branch = await services.repository.addBranch({
    branch: {
      ...visible,
      accountId,
      enabled: false,
      callbackTokenHash: await sha256(callbackToken),
      callbackTokenSealed: await seal(await services.ring(), callbackPlace(accountId), callbackToken),
    },
    apiId,
    apiSecretSealed: await sealSecret(work, { apiId, apiSecret }),
  });
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
  const { apiId, apiSecret, ...visible } = patch;
  const refused = patchProblem(caller.settings, branch, patch) ?? reachProblem(work, branch, patch);
  if (refused) {
    return err(refused);
  }
  if (apiId !== undefined && apiSecret !== undefined) {
    const replaced = await replaceKeys(work, branch, { apiId, apiSecret });
    if (!replaced.ok) {
      return replaced;
    }
  }
  const change = withoutUndefined(visible);
  if (Object.keys(change).length > 0) {
    await services.repository.updateBranch(branch, change);
  }
  const accountId = caller.settings.account.id;
  services.log('branches.changed', { account: accountId, branch: branch.id, user: caller.session.userId });
  await announce(caller.account, services.log, accountId);
  return viewNow(work, branch.id);
}

export async function removeBranch({ services, caller }: Work, branch: BranchRow): Promise<void> {
  const heir = nextMain(caller.settings.branches, branch);
  if (heir) {
    await services.repository.updateBranch(heir, { main: true });
  }
  await services.repository.updateBranch(branch, { enabled: false, removedAt: services.clock.now() });
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
  return ok(await branchView(services, branch, settings.sources, health[branchId]));
}

type Visible = Omit<BranchPatch, 'apiId' | 'apiSecret'>;
type Defined = { [K in keyof Visible]?: Exclude<Visible[K], undefined> };

function withoutUndefined(patch: Visible): Defined {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}
