import type { SectionName, VersionReply, VersionsQuery } from '../../../worker/settings/versions.schemas.ts';
import { dateIn } from '../../ui/format.ts';
import { t as common } from '../locales/common.ts';
import { t } from '../locales/versions.ts';
import type { BranchName } from '../users/user-changes.ts';

/** What a version is a version of. */
export type Place = { section: SectionName; branchId: number | null };

/** «Статусы, «Центр»». */
export function placeText({ section, branchId }: Place, branches: readonly BranchName[]): string {
  const name = common(`section.${section}`);
  if (branchId === null) return name;
  const branch = branches.find(({ id }) => id === branchId);
  return branch === undefined
    ? t('place.goneBranch', { section: name })
    : t('place.branch', { section: name, branch: branch.title });
}

const wholeAccount = ['fields', 'users', 'automation', 'matching'] as const;

/** Every place there is, in the order of the page's sections. */
export function placesOf(branches: readonly BranchName[]): Place[] {
  const of = (section: 'branches' | 'statuses') =>
    branches.map(({ id }): Place => ({ section, branchId: id }));
  return [
    ...of('branches'),
    ...of('statuses'),
    ...wholeAccount.map((section): Place => ({ section, branchId: null })),
  ];
}

export function placeKey({ section, branchId }: Place): string {
  return branchId === null ? section : `${section}:${branchId}`;
}

export function versionsQuery(place: Place | null, cursor: string | null): VersionsQuery {
  return {
    ...(place === null ? {} : { section: place.section }),
    ...(place === null || place.branchId === null ? {} : { branch: place.branchId }),
    ...(cursor === null ? {} : { cursor }),
  };
}

export type Day = { date: string; versions: VersionReply[] };

/** Newest first, as they come. */
export function byDay(versions: readonly VersionReply[], timeZone: string): Day[] {
  const days: Day[] = [];
  for (const version of versions) {
    const date = dateIn(version.changedAt, timeZone);
    const last = days.at(-1);
    if (last?.date === date) last.versions.push(version);
    else days.push({ date, versions: [version] });
  }
  return days;
}
