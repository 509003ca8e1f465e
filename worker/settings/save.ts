import type { AccountClient } from '../account/account.client.ts';
import { type ApiFailure, problem } from '../account/failures.ts';
import type { Caller } from '../http/app-env.ts';
import type { Services } from '../http/services.ts';
import type { Log } from '../shared/log.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { Section, SectionChange } from './settings.repository.ts';

/** What a change of settings is made with. */
export type Work = { services: Services; caller: Caller };

export function conflict(version: number): ApiFailure {
  return problem(409, 'settings.conflict', 'Настройки изменил кто-то другой. Обновите раздел и повторите.', {
    version,
  });
}

/** The new version. Only what was read last may be written over (contract.md, «/api/*»). */
export async function saveSection(work: Work, change: SectionChange): Promise<Result<number, ApiFailure>> {
  const saved = await saveSections(work, [change]);
  return saved.ok ? ok(change.readAt + 1) : saved;
}

/** All of them or none. */
export async function saveSections(
  { services, caller }: Work,
  sections: readonly SectionChange[],
): Promise<Result<null, ApiFailure>> {
  const accountId = caller.settings.account.id;
  const { repository, clock, log } = services;
  const by = caller.session.userId;
  if (!(await repository.saveSections({ accountId, sections, by, at: clock.now() }))) {
    const now = await repository.load(accountId);
    const old = sections.find(({ section, readAt }) => now && versionOf(now, section) !== readAt);
    return err(conflict(now && old ? versionOf(now, old.section) : 0));
  }
  for (const { section, readAt } of sections) {
    log('settings.saved', { account: accountId, section, version: readAt + 1, user: by });
  }
  await announce(caller.account, log, accountId);
  return ok(null);
}

/** Saved is saved: an object that does not answer reads the new revision with its next work. */
export async function announce(account: AccountClient, log: Log, accountId: number): Promise<void> {
  try {
    await account.settingsChanged();
  } catch (error) {
    log('settings.not_announced', {
      account: accountId,
      error: error instanceof Error ? error.name : 'unknown',
    });
  }
}

export function versionOf(settings: Caller['settings'], section: Section): number {
  if (section === 'fields' || section === 'users' || section === 'automation' || section === 'matching') {
    return settings[section].version;
  }
  const branchId = Number(section.split(':')[1]);
  return section.startsWith('branches:')
    ? (settings.branchVersions.get(branchId) ?? 0)
    : (settings.statuses.get(branchId)?.version ?? 0);
}
