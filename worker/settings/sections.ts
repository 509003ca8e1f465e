import type { z } from 'zod';
import { type ApiFailure, problem } from '../account/failures.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { automationSettingsSchema, matchingSettingsSchema } from './automation.schemas.ts';
import { checkAutomation, checkMatching } from './automation.service.ts';
import { type BranchBody, branchBodySchema } from './branches.schemas.ts';
import { defaultSettings } from './defaults.ts';
import { fieldSettingsSchema } from './fields.schemas.ts';
import { checkFields } from './fields.service.ts';
import type { Work } from './save.ts';
import type { Section } from './settings.repository.ts';
import { statusSettingsSchema } from './statuses.schemas.ts';
import { checkStatuses } from './statuses.service.ts';
import { userSettingsSchema } from './users.schemas.ts';
import { checkUsers } from './users.service.ts';
import { type SectionName, sectionNameSchema } from './versions.schemas.ts';

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

/** As the section's own address answers it: what was added to the settings since has its default. null: it cannot be read any more. */
export function readBody(section: Section, body: unknown): unknown {
  const parsed = schemaOf(section).safeParse(body);
  return parsed.success ? parsed.data : null;
}

/** What held before a section was saved for the first time. */
export function defaultsOf(section: Section): unknown {
  const name = nameOf(section);
  return name === 'branches' ? NO_BRANCH : defaultSettings[name];
}

/** What a branch takes the place of when it is added. */
const NO_BRANCH: BranchBody = {
  title: '',
  apiId: '',
  timeZone: '',
  buildingId: null,
  main: false,
  enabled: false,
  createDeals: false,
  keyChanges: 0,
  removed: false,
};

export function nameOf(section: Section): SectionName {
  return sectionNameSchema.parse(section.split(':')[0]);
}

function schemaOf(section: Section): z.ZodType {
  switch (nameOf(section)) {
    case 'branches':
      return branchBodySchema;
    case 'fields':
      return fieldSettingsSchema;
    case 'users':
      return userSettingsSchema;
    case 'automation':
      return automationSettingsSchema;
    case 'matching':
      return matchingSettingsSchema;
    case 'statuses':
      return statusSettingsSchema;
  }
}

export function branchIdOf(section: string): number | null {
  const id = /^(?:statuses|branches):(\d+)$/.exec(section)?.[1];
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
