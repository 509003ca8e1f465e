import type { VisitsReply } from '../../worker/visits/visits.schemas.ts';
import { formatTime } from '../ui/format.ts';
import { t } from './messages.ts';

/** At night a poll comes every five minutes (product: 3.3); two missed ones are worth a word. */
const STALE_MS = 11 * 60_000;

/** The one amber line: what is wrong and what it means; `null` when all is well. */
export function troubleText(
  reply: VisitsReply,
  options: { now: number; offlineSince: number | null; timeZone: string },
): string | null {
  if (options.offlineSince !== null) {
    return t('offline', { time: formatTime(new Date(options.offlineSince).toISOString(), options.timeZone) });
  }
  const problem = reply.problems[0];
  if (problem !== undefined) return problem.message;
  if (reply.asOf !== null && options.now - Date.parse(reply.asOf) > STALE_MS) {
    return t('stale', { time: formatTime(reply.asOf, options.timeZone) });
  }
  return null;
}
