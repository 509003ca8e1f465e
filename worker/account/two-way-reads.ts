import type { AmocrmClient } from '../amocrm/client.ts';
import type { AmocrmFailure } from '../amocrm/failure.ts';
import type { Pipeline } from '../amocrm/pipelines.ts';
import type { Talon } from '../archimed/talons.ts';
import type { Stage } from '../settings/automation.schemas.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import type { Priority } from '../shared/limiter.ts';
import { ok, type Result } from '../shared/result.ts';
import type { TwoWayInput } from '../sync/two-way.ts';
import { toEpochMs } from '../sync/wall-clock.ts';

/** What the decision on a chosen stage is told, whichever event asks (sync/two-way.ts). */

export function twoWayOf(settings: AccountSettings, branchId: number): TwoWayInput['twoWay'] {
  return settings.statuses.get(branchId)?.body.twoWay ?? { rows: [], conflict: 'archimed' };
}

export function stageNames(pipelines: readonly Pipeline[]): (stage: Stage) => string {
  return (stage) =>
    pipelines
      .find((pipeline) => pipeline.id === stage.pipelineId)
      ?.stages.find((candidate) => candidate.id === stage.stageId)?.name ?? `этап ${stage.stageId}`;
}

export function statusNames(statuses: readonly { id: number; name: string }[]): (statusId: number) => string {
  return (statusId) => statuses.find((status) => status.id === statusId)?.name ?? `№ ${statusId}`;
}

/** The clinic's wall clock (`timeZone`: of its source) tells whole seconds; amoCRM remembers every move of a deal (amocrm-api.md §4.15). */
export async function readTimes(
  amocrm: AmocrmClient,
  priority: Priority,
  dealId: number,
  talon: Talon | null,
  timeZone: string,
): Promise<Result<NonNullable<TwoWayInput['times']>, AmocrmFailure>> {
  const moves = await amocrm.events.list(priority, {
    types: ['lead_status_changed'],
    entity: { type: 'lead', ids: [dealId] },
    maxPages: 1,
  });
  if (!moves.ok) {
    return moves;
  }
  const newest = moves.value.rows.reduce<number | null>(
    (latest, { createdAt }) => Math.max(latest ?? 0, createdAt),
    null,
  );
  const [date = '', time = ''] = (talon?.updatedAt ?? '').split('T');
  return ok({
    visitAt: date === '' ? null : toEpochMs(date, time, timeZone),
    dealAt: newest === null ? null : newest * 1000,
  });
}
