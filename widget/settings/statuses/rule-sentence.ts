import { shortName } from '../../ui/format.ts';
import { getLang } from '../../ui/i18n.ts';
import { t } from '../locales/rules.ts';
import { gonePipeline } from '../shared/gone.ts';
import type { NameOf } from './catalog.ts';
import { type Condition, conditions, type RuleDraft } from './rules-draft.ts';

/** More names than a breath takes are counted. */
const MOST_NAMES = 4;

/** «Если врач — Орлова или Громов и воронка — Первичные, то:» */
export function ruleSentence(rule: Pick<RuleDraft, 'when'>, nameOf: NameOf): string {
  const parts = conditionParts(rule.when, nameOf);
  return parts.length === 0 ? t('sentence.all') : t('sentence', { parts: parts.join(t('and')) });
}

/** The same without the words around, for the summary of changes. */
export function conditionsText(rule: Pick<RuleDraft, 'when'>, nameOf: NameOf): string {
  const parts = conditionParts(rule.when, nameOf);
  return parts.length === 0 ? t('conditions.none') : parts.join(t('and'));
}

export function entryName(condition: Condition, id: number, nameOf: NameOf): string {
  const name = nameOf(condition, id);
  if (name === undefined) return '…';
  if (name !== null) return name;
  return condition === 'pipelines' ? gonePipeline(id) : t(`gone.${condition}`, { id });
}

function conditionParts(when: RuleDraft['when'], nameOf: NameOf): string[] {
  return conditions.flatMap((condition) => {
    // Services and their groups are one condition; it is read where the services stand.
    if (condition === 'serviceGroups') return [];
    const names = condition === 'services' ? serviceNames(when, nameOf) : namesOf(when, condition, nameOf);
    return names.length === 0 ? [] : [t(`part.${condition}`, { names: either(names) })];
  });
}

function namesOf(when: RuleDraft['when'], condition: Condition, nameOf: NameOf): string[] {
  return (when[condition] ?? []).map((id) => {
    const name = entryName(condition, id, nameOf);
    return condition === 'doctors' ? shortName(name) : name;
  });
}

function serviceNames(when: RuleDraft['when'], nameOf: NameOf): string[] {
  const named = (condition: 'services' | 'serviceGroups', quote: 'quoted' | 'ofGroup') =>
    (when[condition] ?? []).map((id) => {
      const name = entryName(condition, id, nameOf);
      return nameOf(condition, id) === null ? name : t(quote, { name });
    });
  return [...named('services', 'quoted'), ...named('serviceGroups', 'ofGroup')];
}

function either(names: readonly string[]): string {
  const shown =
    names.length > MOST_NAMES
      ? [...names.slice(0, MOST_NAMES - 1), t('more', { n: names.length - MOST_NAMES + 1 })]
      : names;
  return new Intl.ListFormat(getLang(), { type: 'disjunction' }).format(shown);
}
