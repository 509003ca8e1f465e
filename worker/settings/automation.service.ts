import type { ApiFailure } from '../account/failures.ts';
import type { TaskType } from '../amocrm/account.ts';
import { err, ok, type Result } from '../shared/result.ts';
import {
  type AutomationChange,
  type AutomationReply,
  type AutomationSettings,
  automationSettingsSchema,
  type MatchingPut,
  type MatchingSettings,
} from './automation.schemas.ts';
import { automationProblem, matchingProblem } from './automation-rules.ts';
import { conflict, saveSection, type Work } from './save.ts';

export async function readAutomation({ caller }: Work): Promise<Result<AutomationReply, ApiFailure>> {
  const { version, body } = caller.settings.automation;
  const taskTypes = await caller.account.taskTypes();
  return taskTypes.ok ? ok({ version, ...body, taskTypes: named(taskTypes.value) }) : taskTypes;
}

export async function putAutomation(
  work: Work,
  { version, taskTypes: _read, ...change }: AutomationChange,
): Promise<Result<AutomationReply, ApiFailure>> {
  const { settings } = work.caller;
  if (version !== settings.automation.version) {
    return err(conflict(settings.automation.version));
  }
  const known = settings.automation.body;
  const body = automationSettingsSchema.parse({
    ...known,
    ...change,
    task: { ...known.task, ...change.task },
  });
  const taskTypes = await checkAutomation(work, body);
  if (!taskTypes.ok) {
    return taskTypes;
  }
  const saved = await saveSection(work, { section: 'automation', readAt: version, body });
  return saved.ok ? ok({ version: saved.value, ...body, taskTypes: named(taskTypes.value) }) : saved;
}

export async function checkAutomation(
  { caller }: Work,
  body: AutomationSettings,
): Promise<Result<readonly TaskType[], ApiFailure>> {
  const { account, settings } = caller;
  const [pipelines, taskTypes] = await Promise.all([account.pipelines(), account.taskTypes()]);
  if (!pipelines.ok) {
    return pipelines;
  }
  if (!taskTypes.ok) {
    return taskTypes;
  }
  const amocrm = { pipelines: pipelines.value, taskTypes: taskTypes.value };
  const refused = automationProblem(body, settings.branches, amocrm);
  return refused ? err(refused) : taskTypes;
}

export function readMatching({ caller }: Work): MatchingPut {
  const { version, body } = caller.settings.matching;
  return { version, ...body };
}

export async function putMatching(
  work: Work,
  { version, ...body }: MatchingPut,
): Promise<Result<MatchingPut, ApiFailure>> {
  const { settings } = work.caller;
  if (version !== settings.matching.version) {
    return err(conflict(settings.matching.version));
  }
  const checked = await checkMatching(work, body);
  if (!checked.ok) {
    return checked;
  }
  const saved = await saveSection(work, { section: 'matching', readAt: version, body });
  return saved.ok ? ok({ version: saved.value, ...body }) : saved;
}

export async function checkMatching(
  { caller }: Work,
  body: MatchingSettings,
): Promise<Result<null, ApiFailure>> {
  const pipelines = body.stages === null ? ok([]) : await caller.account.pipelines();
  if (!pipelines.ok) {
    return pipelines;
  }
  const refused = matchingProblem(body, pipelines.value);
  return refused ? err(refused) : ok(null);
}

function named(types: readonly { id: number; name: string }[]): AutomationReply['taskTypes'] {
  return types.map(({ id, name }) => ({ id, name }));
}
