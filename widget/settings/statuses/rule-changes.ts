import type { StatusesReply, StatusRow } from '../../../worker/settings/statuses.schemas.ts';
import { t as common } from '../locales/common.ts';
import { t } from '../locales/rules.ts';
import type { Change } from '../shared/change.ts';
import { changed } from '../shared/change.ts';
import { stageLabel } from '../shared/stages.ts';
import type { Pipeline } from '../store.ts';
import type { NameOf } from './catalog.ts';
import { conditionsText } from './rule-sentence.ts';
import { type RuleDraft, rulesDraft } from './rules-draft.ts';
import { rowChanges, statusName } from './status-changes.ts';
import { stageOf } from './status-rows.ts';

/** A new table in one line. */
const MOST_ROWS = 2;

type Names = { reply: StatusesReply; pipelines: readonly Pipeline[]; nameOf: NameOf };

/** Rules that were there are told by their new number, those that are gone by their earlier one. */
export function ruleChanges(rules: readonly RuleDraft[], names: Names): Change[] {
  const before = rulesDraft(names.reply);
  const removed = before.flatMap((rule, index) =>
    rules.some(({ uid }) => uid === rule.uid)
      ? []
      : changed(t('change.was', { n: index + 1 }), conditionsText(rule, names.nameOf), t('change.removed')),
  );
  const own = rules.flatMap((rule, index) => {
    const n = index + 1;
    const old = before.find(({ uid }) => uid === rule.uid);
    if (old === undefined) return changed(t('change.rule', { n }), t('change.absent'), ruleText(rule, names));
    return [
      ...changed(
        t('change.conditions', { n }),
        conditionsText(old, names.nameOf),
        conditionsText(rule, names.nameOf),
      ),
      ...tableChanges(n, old, rule, names),
    ];
  });
  return [...orderChange(before, rules), ...own, ...removed];
}

function orderChange(before: readonly RuleDraft[], after: readonly RuleDraft[]): Change[] {
  const numbers = after
    .map(({ uid }) => before.findIndex((rule) => rule.uid === uid) + 1)
    .filter((number) => number > 0);
  return changed(t('change.order'), numbers.toSorted((a, b) => a - b).join(', '), numbers.join(', '));
}

function tableChanges(n: number, old: RuleDraft, rule: RuleDraft, { reply, pipelines }: Names): Change[] {
  return rule.rows.flatMap((row) => {
    const before = old.rows.find(({ statusId }) => statusId === row.statusId);
    return rowChanges(reply, row, before, pipelines).map((change) => ({
      ...change,
      label: t('change.row', { n, label: change.label }),
    }));
  });
}

function ruleText(rule: RuleDraft, { reply, pipelines, nameOf }: Names): string {
  return `${conditionsText(rule, nameOf)}: ${tableText(reply, rule.rows, pipelines)}`;
}

function tableText(reply: StatusesReply, rows: readonly StatusRow[], pipelines: readonly Pipeline[]): string {
  const filled = rows.flatMap((row) => {
    const stage = stageOf(row);
    if (stage === null) return [];
    return [common('leadsTo', { from: statusName(reply, row.statusId), to: stageLabel(pipelines, stage) })];
  });
  if (filled.length === 0) return t('table.stays');
  const rest = filled.length - MOST_ROWS;
  return [...filled.slice(0, MOST_ROWS), ...(rest > 0 ? [t('more', { n: rest })] : [])].join('; ');
}
