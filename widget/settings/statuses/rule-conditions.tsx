import { t } from '../locales/rules.ts';
import { ListPick, type Picked } from '../shared/multi-pick.tsx';
import type { Catalog, Named } from './catalog.ts';
import { entryName } from './rule-sentence.ts';
import {
  type Condition,
  type RuleDraft,
  type RulesWorld,
  refusedConditions,
  withCondition,
} from './rules-draft.ts';
import { ServicePick } from './service-pick.tsx';

type Props = {
  world: RulesWorld;
  catalog: Catalog;
  rule: RuleDraft;
  number: number;
  onChange: (rule: RuleDraft) => void;
};

export function RuleConditions({ world, catalog, rule, number, onChange }: Props) {
  const { branch, branches, pipelines } = world;
  const lists = catalog.lists.value;
  const nameOf = catalog.nameOf.value;
  const loading = lists.kind === 'loading';
  const read = lists.kind === 'ready' ? lists.value : null;
  const refused = refusedConditions(rule, world);
  const refusal = (condition: Condition): string | null => {
    const wrong = refused.find((name) => name === condition);
    return wrong === undefined ? null : t(`refused.${wrong}`);
  };
  const own = (condition: Condition) => rule.when[condition] ?? [];
  const pickedOf = (condition: Condition): Picked[] =>
    own(condition).map((id) => ({
      id,
      name: entryName(condition, id, nameOf),
      gone: nameOf(condition, id) === null,
    }));
  const set = (condition: Condition) => (ids: number[]) => onChange(withCondition(rule, condition, ids));
  const list = (
    condition: Exclude<Condition, 'services'>,
    entries: readonly (Named & { note?: string })[],
  ) => (
    <ListPick
      label={t(condition)}
      hint={condition === 'pipelines' ? t('pipelines.hint') : undefined}
      error={refusal(condition)}
      placeholder={t(`${condition}.any`)}
      picked={pickedOf(condition)}
      options={entries.map(({ id, name, note }) => ({
        id: String(id),
        label: name,
        ...(note ? { note } : {}),
      }))}
      loading={loading}
      onChange={set(condition)}
      testId={`rule-${number}-${condition}`}
    />
  );

  const doctors = (read?.doctors ?? []).map(({ id, name, specialities }) => ({
    id,
    name,
    note: specialities.map((speciality) => speciality.name).join(', '),
  }));
  return (
    <fieldset class="st-group">
      <legend>{t('conditions')}</legend>
      <p class="am-field__hint">{t('conditions.hint')}</p>
      <div class="st-columns">
        {list('doctors', doctors)}
        {list('specialities', read?.specialities ?? [])}
        <ServicePick
          branchId={branch.id}
          picked={pickedOf('services')}
          onChange={set('services')}
          onNamed={catalog.remember}
          testId={`rule-${number}-services`}
        />
        {list('serviceGroups', read?.serviceGroups ?? [])}
        {list('pipelines', pipelines)}
        {branches.length > 1 || own('branches').length > 0
          ? list(
              'branches',
              branches.map(({ id, title }) => ({ id, name: title })),
            )
          : null}
      </div>
    </fieldset>
  );
}
