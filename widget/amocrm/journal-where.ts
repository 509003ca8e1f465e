import type { MeReply } from '../../worker/session/session.schemas.ts';
import { isRecord } from '../ui/http.ts';

/** Whether amoCRM shows the board of a pipeline (amocrm-api.md §6.3: no location of its own, the area tells). */
export function isPipelineArea(app: unknown): boolean {
  const area = isRecord(app) ? app.getWidgetsArea : undefined;
  return typeof area === 'function' && area.call(app) === 'leads-pipeline';
}

/** The board's address names its pipeline; null: amoCRM opened the first one. */
export function pipelineIn(path: string): number | null {
  const id = Number(/^\/leads\/pipeline\/(\d+)/.exec(path)?.[1]);
  return Number.isSafeInteger(id) && id > 0 ? id : null;
}

/** «Журнал в воронках» limits display only; nothing chosen: in all. Where the pipeline is not known nothing is hidden. */
export function offersJournal(
  { journalPipelines, branches }: Pick<MeReply, 'journalPipelines' | 'branches'>,
  pipelineId: number | null,
): boolean {
  return (
    branches.length > 0 &&
    (journalPipelines.length === 0 || pipelineId === null || journalPipelines.includes(pipelineId))
  );
}
