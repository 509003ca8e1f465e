import { type ApiFailure, problem } from '../account/failures.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { isoOf } from '../sync/wall-clock.ts';
import { branchBodySchema } from './branches.schemas.ts';
import { patchBranch } from './branches.service.ts';
import { conflict, saveSection, versionOf, type Work } from './save.ts';
import { branchIdOf, checkSection, defaultsOf, nameOf, readBody } from './sections.ts';
import type { Section, VersionRow } from './settings.repository.ts';
import type { VersionReply, VersionsQuery } from './versions.schemas.ts';

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
  const section = row.section as Section;
  const previous = row.previousBody === null ? defaultsOf(section) : JSON.parse(row.previousBody);
  return ok({
    version: view(work, row, await namesOf(work)),
    body: readBody(section, JSON.parse(row.body)),
    previous: readBody(section, previous),
  });
}

/**
 * As a new version: history is never rewritten. What amoCRM or the clinic no longer have is refused as on saving.
 * `readAt`: what the caller has seen of the section; null: he does not say.
 */
export async function restoreVersion(
  work: Work,
  n: number,
  readAt: number | null,
): Promise<Result<number, ApiFailure>> {
  const { settings } = work.caller;
  const row = await work.services.repository.version(settings.account.id, n);
  if (!row) {
    return err(unknownVersion);
  }
  const section = row.section as Section;
  const present = versionOf(settings, section);
  if (readAt !== null && readAt !== present) {
    return err(conflict(present));
  }
  if (nameOf(section) === 'branches') {
    return restoreBranch(work, branchIdOf(section), JSON.parse(row.body), present);
  }
  const body = await checkSection(work, section, JSON.parse(row.body));
  return body.ok ? saveSection(work, { section, readAt: present, body: body.value }) : body;
}

const unknownVersion = problem(404, 'settings.version_unknown', 'Такой версии настроек нет.');

/** As it was but for its keys, which are not kept, and for being the main one, which another branch has to become first. */
async function restoreBranch(
  work: Work,
  branchId: number | null,
  body: unknown,
  version: number,
): Promise<Result<number, ApiFailure>> {
  const branch = work.caller.settings.branches.find(({ id }) => id === branchId);
  if (!branch) {
    return err(problem(404, 'branches.not_found', 'Такого филиала нет.'));
  }
  const { title, timeZone, buildingId, main, enabled, createDeals } = branchBodySchema.parse(body);
  const saved = await patchBranch(work, branch, {
    ...{ title, timeZone, buildingId, enabled, createDeals, version },
    ...(main ? { main } : {}),
  });
  return saved.ok ? ok(saved.value.version) : saved;
}

function sectionOf({ section, branch }: VersionsQuery): Section | null {
  if (section === undefined || section === 'statuses' || section === 'branches') {
    return section === undefined || branch === undefined ? null : `${section}:${branch}`;
  }
  return section;
}

function view(
  { caller }: Work,
  row: Omit<VersionRow, 'body' | 'accountId'>,
  names: ReadonlyMap<number, string>,
): VersionReply {
  const section = row.section as Section;
  return {
    n: row.id,
    section: nameOf(section),
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
