import type { MeReply } from '../../worker/session/session.schemas.ts';
import { isRecord } from '../ui/http.ts';
import { toId } from './card-context.ts';

/** Whether amoCRM shows the board of a pipeline (amocrm-api.md §6.3: no location of its own, the area tells). */
export function isPipelineArea(app: unknown): boolean {
  const area = isRecord(app) ? app.getWidgetsArea : undefined;
  return typeof area === 'function' && area.call(app) === 'leads-pipeline';
}

/**
 * The board's address names its pipeline. Opened by `/leads/` amoCRM shows the one that was looked at last: its view tells
 * (`APP.data.current_view`, amocrm-api.md §6.6). null: neither does.
 */
export function pipelineOf(app: unknown, path: string): number | null {
  return toId(/^\/leads\/pipeline\/(\d+)/.exec(path)?.[1]) ?? toId(viewOf(app)?.pipeline_id);
}

function viewOf(app: unknown): Record<string, unknown> | null {
  const view = isRecord(app) && isRecord(app.data) ? app.data.current_view : null;
  return isRecord(view) ? view : null;
}

/** «Журнал в воронках» limits display only; nothing chosen: in all. Where it is limited, a pipeline that is not known is none of them. */
export function offersJournal(
  { journalPipelines, branches }: Pick<MeReply, 'journalPipelines' | 'branches'>,
  pipelineId: number | null,
): boolean {
  return (
    branches.length > 0 &&
    (journalPipelines.length === 0 || (pipelineId !== null && journalPipelines.includes(pipelineId)))
  );
}
