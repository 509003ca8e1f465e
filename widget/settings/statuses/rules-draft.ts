import type { RuleConditions, StatusesReply } from '../../../worker/settings/statuses.schemas.ts';
import { same } from '../drafts/same.ts';
import type { Pipeline } from '../store.ts';
import { draftRows, hasLostStage, type StatusDraftRow } from './status-rows.ts';

/** `uid` only tells cards of one page apart: the place in the list is what counts when a visit is judged. */
export type RuleDraft = { uid: string; when: RuleConditions; rows: StatusDraftRow[] };
export type Condition = keyof RuleConditions;

/** In the order in which a rule is read aloud. */
export const conditions: readonly Condition[] = [
  'branches',
  'doctors',
  'specialities',
  'services',
  'serviceGroups',
  'pipelines',
];

/** As the server's (statuses.schemas.ts). */
export const MOST_RULES = 50;

/** A rule has a table like the branch's own, but meanings are the branch's alone. */
export function rulesDraft(reply: StatusesReply): RuleDraft[] {
  return reply.rules.map(({ when, rows }, index) => ({
    uid: `saved-${index}`,
    when,
    rows: draftRows(reply, rows),
  }));
}

export function withRule(rules: readonly RuleDraft[], reply: StatusesReply): RuleDraft[] {
  return [...rules, { uid: freshUid(rules), when: {}, rows: draftRows(reply, []) }];
}

/** The copy stands right below: it is made to be changed a little. */
export function withCopy(rules: readonly RuleDraft[], uid: string): RuleDraft[] {
  return rules.flatMap((rule) => (rule.uid === uid ? [rule, { ...rule, uid: freshUid(rules) }] : [rule]));
}

export function withMoved(rules: readonly RuleDraft[], uid: string, step: -1 | 1): RuleDraft[] {
  const from = rules.findIndex((rule) => rule.uid === uid);
  const moved = rules[from];
  const to = from + step;
  if (moved === undefined || to < 0 || to >= rules.length) return [...rules];
  return rules.filter((rule) => rule !== moved).toSpliced(to, 0, moved);
}

/** An empty condition is no condition: it is left out. */
export function withCondition(rule: RuleDraft, condition: Condition, ids: readonly number[]): RuleDraft {
  const { [condition]: _old, ...others } = rule.when;
  return { ...rule, when: ids.length === 0 ? others : { ...others, [condition]: [...ids] } };
}

export function withRuleRow(rule: RuleDraft, row: StatusDraftRow): RuleDraft {
  return { ...rule, rows: rule.rows.map((other) => (other.statusId === row.statusId ? row : other)) };
}

/** Rows of the rule that lead nowhere yet get the stages of the branch's own table. */
export function withRowsOf(rule: RuleDraft, rows: readonly StatusDraftRow[]): RuleDraft {
  return {
    ...rule,
    rows: rule.rows.map((row) => {
      const from = rows.find(({ statusId }) => statusId === row.statusId);
      if (row.stageId !== null || from === undefined) return row;
      const { pipelineId, stageId, moveClosed } = from;
      return { ...row, pipelineId, stageId, moveClosed };
    }),
  };
}

/** The number of the rule above that takes everything from this one; null: none does. */
export function shadowedBy(rules: readonly RuleDraft[], index: number): number | null {
  const when = rules[index]?.when;
  const above = rules.slice(0, index).findIndex((rule) => same(rule.when, when));
  return above === -1 ? null : above + 1;
}

export function hasConditions(rule: RuleDraft): boolean {
  return conditions.some((condition) => rule.when[condition] !== undefined);
}

type BranchName = { id: number; title: string };

/** What a branch's rules speak about. */
export type RulesWorld = {
  reply: StatusesReply;
  pipelines: readonly Pipeline[];
  branch: BranchName;
  branches: readonly BranchName[];
  everyBranch: boolean;
};

/** What the server would refuse: pipelines and branches that are gone. Doctors and services may come back. */
export function refusedConditions(
  rule: RuleDraft,
  { pipelines, branches, everyBranch }: RulesWorld,
): ('pipelines' | 'branches')[] {
  const gone = (ids: readonly number[] | undefined, known: readonly { id: number }[]) =>
    ids?.some((id) => !known.some((entry) => entry.id === id)) === true;
  const refused: ('pipelines' | 'branches')[] = [];
  if (gone(rule.when.pipelines, pipelines)) refused.push('pipelines');
  if (everyBranch && gone(rule.when.branches, branches)) refused.push('branches');
  return refused;
}

export function ruleValid(rule: RuleDraft, world: RulesWorld): boolean {
  return (
    !hasLostStage(world.reply, rule.rows, world.pipelines) && refusedConditions(rule, world).length === 0
  );
}

function freshUid(rules: readonly RuleDraft[]): string {
  const numbers = rules.map(({ uid }) => Number(/^new-(\d+)$/.exec(uid)?.[1] ?? 0));
  return `new-${Math.max(0, ...numbers) + 1}`;
}
