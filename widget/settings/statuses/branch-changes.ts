import type { StatusesReply } from '../../../worker/settings/statuses.schemas.ts';
import type { Change } from '../shared/change.ts';
import type { Pipeline } from '../store.ts';
import type { NameOf } from './catalog.ts';
import { ruleChanges } from './rule-changes.ts';
import { statusChanges } from './status-changes.ts';
import type { StatusesDraft } from './statuses-draft.ts';
import { twoWayChanges } from './two-way-changes.ts';

type Names = { pipelines: readonly Pipeline[]; nameOf: NameOf };

/** Everything of a branch's «Статусы»: mode, table, rules, two-way map. */
export function branchStatusChanges(
  reply: StatusesReply,
  draft: StatusesDraft,
  { pipelines, nameOf }: Names,
): Change[] {
  return [
    ...statusChanges(reply, draft, pipelines),
    ...ruleChanges(draft.rules, { reply, pipelines, nameOf }),
    ...twoWayChanges(reply, draft.twoWay, pipelines),
  ];
}
