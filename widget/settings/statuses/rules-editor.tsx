import { useEffect, useState } from 'preact/hooks';
import { Banner, Button } from '../../ui/components/index.ts';
import type { ApiError } from '../../ui/http.ts';
import { t as shared } from '../../ui/messages.ts';
import { problemText, ruleOf } from '../errors.ts';
import { t } from '../locales/rules.ts';
import type { Catalog } from './catalog.ts';
import { type RuleAction, RuleCard } from './rule-card.tsx';
import {
  MOST_RULES,
  type RuleDraft,
  type RulesWorld,
  ruleValid,
  shadowedBy,
  withCopy,
  withMoved,
  withRule,
} from './rules-draft.ts';
import type { StatusDraftRow } from './status-rows.ts';

type Props = {
  world: RulesWorld;
  catalog: Catalog;
  rules: readonly RuleDraft[];
  branchRows: readonly StatusDraftRow[];
  showErrors: boolean;
  /** Why saving was refused, if it was. */
  refused: ApiError | null;
  onChange: (rules: RuleDraft[]) => void;
};

/** Ordered cards; the branch's own table stands below them as «Иначе». */
export function RulesEditor({ world, catalog, rules, branchRows, showErrors, refused, onChange }: Props) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState('');
  useEffect(() => void catalog.load(), [catalog]);
  useEffect(() => catalog.nameServices(rules), [catalog, rules]);
  const lists = catalog.lists.value;
  const wrongNumber = refused === null ? null : ruleOf(refused);
  const full = rules.length >= MOST_RULES;

  const reload = (): void => {
    void catalog.load();
    catalog.nameServices(rules);
  };

  const show = (uid: string, shown: boolean): void =>
    setOpen((old) => new Set(shown ? [...old, uid] : [...old].filter((other) => other !== uid)));

  const added = (next: RuleDraft[], place: number): void => {
    onChange(next);
    const rule = next[place];
    if (rule !== undefined) show(rule.uid, true);
    focusSoon(`rule-${place + 1}-head`);
  };
  const act = (rule: RuleDraft, index: number) => (action: RuleAction) => {
    switch (action) {
      case 'up':
      case 'down': {
        const to = index + (action === 'up' ? -1 : 1);
        if (to < 0 || to >= rules.length) return;
        onChange(withMoved(rules, rule.uid, action === 'up' ? -1 : 1));
        setSaid(t('moved', { n: to + 1, total: rules.length }));
        focusSoon(`rule-${to + 1}-${action}`);
        return;
      }
      case 'copy':
        added(withCopy(rules, rule.uid), index + 1);
        return;
      case 'remove':
        onChange(rules.filter((other) => other !== rule));
        focusSoon(rules.length === 1 ? 'rule-add' : `rule-${Math.min(index + 1, rules.length - 1)}-head`);
        return;
      case 'toggle':
        show(rule.uid, !open.has(rule.uid));
    }
  };
  return (
    <section class="st-rules" aria-label={t('rules')} data-testid="rules">
      <h3 class="st-rules__title">{t('rules')}</h3>
      <p class="am-small am-muted">
        {rules.length === 0 ? t('rules.empty') : `${t('rules.hint')} ${t('keys.hint')}`}
      </p>
      <p class="am-sr-only" role="status">
        {said}
      </p>
      {lists.kind === 'failed' ? (
        <Banner tone="warning" action={<Button onClick={reload}>{shared('retry')}</Button>}>
          {t('namesFailed')} {problemText(lists.error)}
        </Banner>
      ) : null}
      {rules.map((rule, index) => {
        const wrong = wrongNumber === index + 1;
        const invalid = showErrors && !ruleValid(rule, world);
        return (
          <RuleCard
            key={rule.uid}
            world={world}
            catalog={catalog}
            rule={rule}
            number={index + 1}
            branchRows={branchRows}
            shadowedBy={shadowedBy(rules, index)}
            total={rules.length}
            open={open.has(rule.uid) || wrong || invalid}
            full={full}
            refused={wrong ? refused : null}
            onChange={(next) => {
              // Opened by an error, it stays open while the error is being mended.
              show(rule.uid, true);
              onChange(rules.map((other) => (other.uid === next.uid ? next : other)));
            }}
            onAct={act(rule, index)}
          />
        );
      })}
      <div class="st-row">
        <Button
          disabled={full}
          onClick={() => added(withRule(rules, world.reply), rules.length)}
          testId="rule-add"
        >
          {t('add')}
        </Button>
        {full ? <span class="am-small am-muted">{t('add.full', { n: rules.length })}</span> : null}
      </div>
    </section>
  );
}

function focusSoon(testId: string): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-testid="${testId}"]`)?.focus());
}
