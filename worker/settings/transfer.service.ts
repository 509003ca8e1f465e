import { type ApiFailure, problem } from '../account/failures.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { isoOf } from '../sync/wall-clock.ts';
import { conflict, saveSections, versionOf, type Work } from './save.ts';
import { branchIdOf, checkSection, nameOf } from './sections.ts';
import type { Section, SectionChange } from './settings.repository.ts';
import {
  fileSectionSchema,
  type ImportReply,
  type SectionName,
  type SettingsFile,
  type SettingsImport,
} from './versions.schemas.ts';

/** All settings of an account as one file, and back (product.md §3.5). */

export function exportSettings({ caller, services }: Work): SettingsFile {
  const { account, fields, users, automation, matching, branches, statuses } = caller.settings;
  return {
    format: 'archimed-amocrm-settings',
    formatVersion: 1,
    exportedAt: isoOf(services.clock.now()),
    accountId: account.id,
    fields: fields.body,
    users: users.body,
    automation: automation.body,
    matching: matching.body,
    statuses: branches.flatMap(({ id, title }) => {
      const settings = statuses.get(id)?.body;
      return settings ? [{ branchId: id, title, settings }] : [];
    }),
  };
}

/** Everything is checked before anything is written, and all of it is written or nothing. */
export async function importSettings(
  work: Work,
  { file, sections = fileSectionSchema.options, dryRun, expected }: SettingsImport,
): Promise<Result<ImportReply, ApiFailure>> {
  const { settings } = work.caller;
  if (file.accountId !== settings.account.id) {
    return err(
      problem(
        422,
        'settings.other_account',
        'Это настройки другого аккаунта amoCRM: поля, этапы и сотрудники там другие.',
      ),
    );
  }
  const bodies: [Section, unknown][] = [
    ['fields', file.fields],
    ['users', file.users],
    ['automation', file.automation],
    ['matching', file.matching],
    ...file.statuses.map(({ branchId, settings: body }): [Section, unknown] => [
      `statuses:${branchId}`,
      body,
    ]),
  ];
  const wanted: readonly SectionName[] = sections;
  const changes: SectionChange[] = [];
  for (const [section, given] of bodies) {
    if (!wanted.includes(nameOf(section)) || isSame(work, section, given)) {
      continue;
    }
    const body = await checkSection(work, section, given);
    if (!body.ok) {
      return err({ ...body.error, details: { section, details: body.error.details } });
    }
    changes.push({ section, readAt: versionOf(settings, section), body: body.value });
  }
  const changed = changes.map(({ section, readAt }) => ({
    section: fileSectionSchema.parse(nameOf(section)),
    branchId: branchIdOf(section),
    version: readAt,
  }));
  if (expected !== undefined && JSON.stringify(expected) !== JSON.stringify(changed)) {
    return err(conflict(changes[0]?.readAt ?? 0));
  }
  if (dryRun || changes.length === 0) {
    return ok({ changed, applied: false });
  }
  const saved = await saveSections(work, changes);
  return saved.ok ? ok({ changed, applied: true }) : saved;
}

function isSame({ caller: { settings } }: Work, section: Section, body: unknown): boolean {
  const branchId = branchIdOf(section);
  const present =
    section === 'fields' || section === 'users' || section === 'automation' || section === 'matching'
      ? settings[section].body
      : settings.statuses.get(branchId ?? 0)?.body;
  return JSON.stringify(present) === JSON.stringify(body);
}
