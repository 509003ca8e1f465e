import { type ApiFailure, problem } from '../account/failures.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { isoOf } from '../sync/wall-clock.ts';
import { saveSection, versionOf, type Work } from './save.ts';
import { branchIdOf, checkSection } from './sections.ts';
import type { Section, VersionRow } from './settings.repository.ts';
import { sectionNameSchema, type VersionReply, type VersionsQuery } from './versions.schemas.ts';

/** Every save of a section is kept: who, when, what; back to any of them (product.md §3.5). */
const PAGE = 50;

export async function listVersions(
  work: Work,
  query: VersionsQuery,
): Promise<{ versions: VersionReply[]; next: string | null }> {
  const { caller, services } = work;
  const rows = await services.repository.versions(caller.settings.account.id, {
    section: sectionOf(query),
    before: query.cursor === undefined ? null : Number(query.cursor),
    limit: PAGE + 1,
  });
  const names = await namesOf(work);
  const page = rows.slice(0, PAGE);
  return {
    versions: page.map((row) => view(work, row, names)),
    next: rows.length > PAGE ? String(page.at(-1)?.id) : null,
  };
}

export async function oneVersion(
  work: Work,
  n: number,
): Promise<Result<{ version: VersionReply; body: unknown; previous: unknown }, ApiFailure>> {
  const row = await work.services.repository.version(work.caller.settings.account.id, n);
  if (!row) {
    return err(unknownVersion);
  }
  return ok({
    version: view(work, row, await namesOf(work)),
    body: JSON.parse(row.body),
    previous: row.previousBody === null ? null : JSON.parse(row.previousBody),
  });
}

/** As a new version: history is never rewritten. What amoCRM or the clinic no longer have is refused as on saving. */
export async function restoreVersion(work: Work, n: number): Promise<Result<number, ApiFailure>> {
  const { settings } = work.caller;
  const row = await work.services.repository.version(settings.account.id, n);
  if (!row) {
    return err(unknownVersion);
  }
  const section = row.section as Section;
  const body = await checkSection(work, section, JSON.parse(row.body));
  return body.ok
    ? saveSection(work, { section, readAt: versionOf(settings, section), body: body.value })
    : body;
}

const unknownVersion = problem(404, 'settings.version_unknown', 'Такой версии настроек нет.');

function sectionOf({ section, branch }: VersionsQuery): Section | null {
  if (section === undefined || (section === 'statuses' && branch === undefined)) {
    return null;
  }
  return section === 'statuses' ? `statuses:${branch ?? 0}` : section;
}

function view(
  { caller }: Work,
  row: Omit<VersionRow, 'body' | 'accountId'>,
  names: ReadonlyMap<number, string>,
): VersionReply {
  const section = row.section as Section;
  return {
    n: row.id,
    section: sectionNameSchema.parse(section.split(':')[0]),
    branchId: branchIdOf(section),
    version: row.version,
    current: versionOf(caller.settings, section) === row.version,
    changedAt: isoOf(row.changedAt),
    changedBy: { id: row.changedBy, name: names.get(row.changedBy) ?? null },
  };
}

/** Without names the list is still worth reading. */
async function namesOf({ caller }: Work): Promise<ReadonlyMap<number, string>> {
  const users = await caller.account.users();
  return new Map(users.ok ? users.value.map(({ id, name }) => [id, name]) : []);
}
