import { t } from '../locales/rules.ts';
import type { NameOf } from './catalog.ts';
import { entryName } from './rule-sentence.ts';
import { hasConditions, type RuleDraft, type RulesWorld } from './rules-draft.ts';

type Props = {
  world: RulesWorld;
  nameOf: NameOf;
  rule: RuleDraft;
  shadowedBy: number | null;
};

const ofTheClinic = ['doctors', 'specialities', 'services', 'serviceGroups'] as const;

/** What can be saved and yet is hardly meant; told on the closed card, too. */
export function RuleWarnings({ world, nameOf, rule, shadowedBy }: Props) {
  const { branch } = world;
  const { branches } = rule.when;
  const gone = ofTheClinic.flatMap((condition) =>
    (rule.when[condition] ?? [])
      .filter((id) => nameOf(condition, id) === null)
      .map((id) => entryName(condition, id, nameOf)),
  );
  const warnings = [
    ...(hasConditions(rule) ? [] : [t('conditions.empty')]),
    ...(shadowedBy === null ? [] : [t('shadowed', { n: shadowedBy })]),
    ...(branches === undefined || branches.includes(branch.id)
      ? []
      : [t('branches.foreign', { title: branch.title })]),
    ...(gone.length === 0 ? [] : [t('gone.hint', { names: gone.join(', ') })]),
  ];
  return (
    <>
      {warnings.map((warning) => (
        <p class="am-small st-warning" key={warning}>
          {warning}
        </p>
      ))}
    </>
  );
}
