import type { ApiFailure } from '../account/failures.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { defaultSettings } from './defaults.ts';
import { conflict, saveSection, type Work } from './save.ts';
import type { BranchRow, Versioned } from './settings.repository.ts';
import { directoryOf, statusesProblem } from './status-rules.ts';
import type { StatusesChange, StatusesReply, StatusSettings } from './statuses.schemas.ts';

type Answer = Promise<Result<StatusesReply, ApiFailure>>;

export async function readStatuses(work: Work, branch: BranchRow): Answer {
  const statuses = await work.caller.account.statuses(branch.id);
  if (!statuses.ok) {
    return statuses;
  }
  const { version, body } = present(work, branch);
  return ok({ version, ...body, directory: directoryOf(statuses.value) });
}

export async function putStatuses(work: Work, branch: BranchRow, change: StatusesChange): Answer {
  const { version, mode, rows, rules } = change;
  const known = present(work, branch);
  const body = { mode, rows, rules, twoWay: change.twoWay ?? known.body.twoWay };
  if (version !== known.version) {
    return err(conflict(known.version));
  }
  const statuses = await checkStatuses(work, branch, body);
  if (!statuses.ok) {
    return statuses;
  }
  const saved = await saveSection(work, { section: `statuses:${branch.id}`, readAt: version, body });
  return saved.ok ? ok({ version: saved.value, ...body, directory: directoryOf(statuses.value) }) : saved;
}

/** The clinic's own statuses, when the settings fit them. */
export async function checkStatuses(
  { caller }: Work,
  branch: BranchRow,
  body: StatusSettings,
): Promise<Result<readonly { id: number; name: string }[], ApiFailure>> {
  const { account, settings } = caller;
  const [statuses, pipelines] = await Promise.all([account.statuses(branch.id), account.pipelines()]);
  if (!statuses.ok) {
    return statuses;
  }
  if (!pipelines.ok) {
    return pipelines;
  }
  const branchIds = settings.branches.map(({ id }) => id);
  const refused = statusesProblem(body, statuses.value, pipelines.value, branchIds);
  return refused ? err(refused) : statuses;
}

function present({ caller }: Work, branch: BranchRow): Versioned<StatusSettings> {
  return caller.settings.statuses.get(branch.id) ?? { version: 0, body: defaultSettings.statuses };
}
