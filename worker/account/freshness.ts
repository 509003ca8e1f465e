import type { AccountSettings, BranchRow } from '../settings/settings.repository.ts';
import { isoOf } from '../sync/wall-clock.ts';
import type { VisitsReply } from '../visits/visits.schemas.ts';
import { amocrmTrouble } from './amocrm-trouble.ts';
import { guardOf } from './breaker.ts';
import type { AccountContext } from './context.ts';
import { sourceState } from './poll.ts';
import { heldList } from './poll-held.ts';
import { sourcePeriodMs } from './poll-schedule.ts';

/** How old what we know may be and what stands in the way of newer: one truth for «Состояние», panel and journal. */

/** A poll may take long, and one may be lost: three periods without a success, and a minute at least, are no accident. */
const LATE_PERIODS = 3;
const LATE_AT_LEAST_MS = 60_000;

export function isLate(
  ctx: AccountContext,
  settings: AccountSettings,
  { sourceId, timeZone }: BranchRow,
): boolean {
  const lastSuccessAt = sourceState(ctx, sourceId)?.lastSuccessAt ?? null;
  const now = ctx.clock.now();
  const period = sourcePeriodMs(ctx.config, now, settings, { sourceId, timeZone });
  return lastSuccessAt !== null && now - lastSuccessAt > Math.max(LATE_PERIODS * period, LATE_AT_LEAST_MS);
}

export function freshness(
  ctx: AccountContext,
  settings: AccountSettings,
  branches: readonly BranchRow[],
): Pick<VisitsReply, 'asOf' | 'problems'> {
  return { asOf: asOf(ctx, branches), problems: problemsOf(ctx, settings, branches) };
}

function asOf(ctx: AccountContext, branches: readonly BranchRow[]): string | null {
  const times = branches.map((branch) => sourceState(ctx, branch.sourceId)?.lastSuccessAt ?? null);
  const known = times.flatMap((time) => time ?? []);
  return known.length === 0 || known.length < times.length ? null : isoOf(Math.min(...known));
}

function problemsOf(
  ctx: AccountContext,
  settings: AccountSettings,
  branches: readonly BranchRow[],
): VisitsReply['problems'] {
  const trouble = amocrmTrouble(ctx);
  const first = trouble?.message ? [{ branchId: null, code: trouble.code, message: trouble.message }] : [];
  return [...first, ...branches.flatMap((branch) => problemOf(ctx, settings, branch) ?? [])];
}

/** What most concerns whoever looks at the branch's visits. */
function problemOf(
  ctx: AccountContext,
  settings: AccountSettings,
  branch: BranchRow,
): VisitsReply['problems'][number] | null {
  const state = sourceState(ctx, branch.sourceId);
  const title = `«${branch.title}»`;
  const say = (code: string, message: string) => ({ branchId: branch.id, code, message });
  if (state?.keyValid === false) {
    return say(
      'archimed.key_refused',
      `ArchiMed+ не принимает ключ филиала ${title}. Сообщите администратору.`,
    );
  }
  // One call that failed is repeated in a moment; what lasts is told with its age.
  if (isLate(ctx, settings, branch)) {
    return say('archimed.late', `ArchiMed+ давно не отвечает: записи филиала ${title} могли устареть.`);
  }
  if (state?.errorCode) {
    return say('archimed.unavailable', `ArchiMed+ не отвечает: записи филиала ${title} могли устареть.`);
  }
  if (heldList(ctx.store, branch.sourceId)) {
    return say('archimed.list_held', `ArchiMed+ прислал неполный список филиала ${title}: он проверяется.`);
  }
  if (guardOf(ctx, branch.id)?.stoppedAt) {
    return say('branch.stopped', `Филиал ${title} остановлен: сделки ждут решения администратора.`);
  }
  return null;
}
