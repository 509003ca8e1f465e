import type { z } from 'zod';
import { type ApiFailure, problem } from '../account/failures.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { automationSettingsSchema, matchingSettingsSchema } from './automation.schemas.ts';
import { checkAutomation, checkMatching } from './automation.service.ts';
import { fieldSettingsSchema } from './fields.schemas.ts';
import { checkFields } from './fields.service.ts';
import type { Work } from './save.ts';
import type { Section } from './settings.repository.ts';
import { statusSettingsSchema } from './statuses.schemas.ts';
import { checkStatuses } from './statuses.service.ts';
import { userSettingsSchema } from './users.schemas.ts';
import { checkUsers } from './users.service.ts';

/** A body that comes from elsewhere than its own page (an earlier version, a file): the same checks as when it is saved there. */
export async function checkSection(
  work: Work,
  section: Section,
  body: unknown,
): Promise<Result<unknown, ApiFailure>> {
  switch (section) {
    case 'fields':
      return checked(fieldSettingsSchema, body, (parsed) => checkFields(work, parsed));
    case 'users':
      return checked(userSettingsSchema, body, async ({ rows }) => {
        const refused = checkUsers(work, rows);
        return refused ? err(refused) : ok(null);
      });
    case 'automation':
      return checked(automationSettingsSchema, body, (parsed) => checkAutomation(work, parsed));
    case 'matching':
      return checked(matchingSettingsSchema, body, (parsed) => checkMatching(work, parsed));
    default: {
      const id = branchIdOf(section);
      const branch = work.caller.settings.branches.find((candidate) => candidate.id === id);
      return branch
        ? checked(statusSettingsSchema, body, (parsed) => checkStatuses(work, branch, parsed))
        : err(problem(404, 'branches.not_found', 'Такого филиала нет.'));
    }
  }
}

export function branchIdOf(section: string): number | null {
  const id = /^statuses:(\d+)$/.exec(section)?.[1];
  return id === undefined ? null : Number(id);
}

async function checked<T>(
  schema: z.ZodType<T>,
  body: unknown,
  check: (parsed: T) => Promise<Result<unknown, ApiFailure>>,
): Promise<Result<T, ApiFailure>> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    const details = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    return err(problem(422, 'settings.unreadable', 'Эти настройки не читаются.', details));
  }
  const answer = await check(parsed.data);
  return answer.ok ? ok(parsed.data) : answer;
}
