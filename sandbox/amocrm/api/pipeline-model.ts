import type { Account, Pipeline, Status } from '../core/model.ts';
import { shownStatuses } from '../core/pipelines.ts';
import { selfLink } from '../http/hal.ts';

/** Read models of amocrm-api.md §4.9. */

export function renderStatus(
  account: Account,
  pipeline: Pipeline,
  status: Status,
  withDescriptions = false,
): Record<string, unknown> {
  return {
    id: status.id,
    name: status.name,
    sort: status.sort,
    is_editable: status.isEditable,
    pipeline_id: pipeline.id,
    color: status.color,
    type: status.type,
    account_id: account.id,
    ...(withDescriptions ? { descriptions: status.descriptions } : {}),
    ...selfLink(account, `/leads/pipelines/${pipeline.id}/statuses/${status.id}`),
  };
}

export function renderPipeline(account: Account, pipeline: Pipeline): Record<string, unknown> {
  return {
    id: pipeline.id,
    name: pipeline.name,
    sort: pipeline.sort,
    is_main: pipeline.isMain,
    is_unsorted_on: pipeline.isUnsortedOn,
    is_archive: false,
    account_id: account.id,
    ...selfLink(account, `/leads/pipelines/${pipeline.id}`),
    _embedded: { statuses: shownStatuses(pipeline).map((status) => renderStatus(account, pipeline, status)) },
  };
}
