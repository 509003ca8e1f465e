import { useEffect, useRef } from 'preact/hooks';
import { Badge, Banner, Button } from '../../ui/components/index.ts';
import type { ApiError } from '../../ui/http.ts';
import { problemText } from '../errors.ts';
import { t } from '../locales/rules.ts';
import { coloured } from '../shared/stage-select.tsx';
import { findStage, stageShort } from '../shared/stages.ts';
import type { Catalog } from './catalog.ts';
import { RuleConditions } from './rule-conditions.tsx';
import { ruleSentence } from './rule-sentence.ts';
import { RuleWarnings } from './rule-warnings.tsx';
import { type RuleDraft, type RulesWorld, ruleValid, withRowsOf, withRuleRow } from './rules-draft.ts';
import { statusName } from './status-changes.ts';
import { type StatusDraftRow, stageOf } from './status-rows.ts';
import { StatusTable } from './status-table.tsx';

export type RuleAction = 'up' | 'down' | 'copy' | 'remove' | 'toggle';

type Props = {
  world: RulesWorld;
  catalog: Catalog;
  rule: RuleDraft;
  number: number;
  /** The branch's own table, «Иначе». */
  branchRows: readonly StatusDraftRow[];
  shadowedBy: number | null;
  total: number;
  open: boolean;
  /** Copies have nowhere to go when the list is full. */
  full: boolean;
  refused: ApiError | null;
  onChange: (rule: RuleDraft) => void;
  onAct: (action: RuleAction) => void;
};

export function RuleCard(props: Props) {
  const { world, catalog, rule, number, open, refused, onChange } = props;
  const told = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (refused !== null) told.current?.scrollIntoView({ block: 'center' });
  }, [refused]);
  return (
    <article class="st-card st-rule" aria-labelledby={`rule-${number}`} data-testid={`rule-${number}`}>
      <RuleHead {...props} />
      <p class="st-rule__sentence" data-testid={`rule-${number}-sentence`}>
        {ruleSentence(rule, catalog.nameOf.value)}
      </p>
      <RuleWarnings world={world} nameOf={catalog.nameOf.value} rule={rule} shadowedBy={props.shadowedBy} />
      {refused === null ? null : (
        <div ref={told}>
          <Banner tone="error">{problemText(refused)}</Banner>
        </div>
      )}
      {open ? (
        <>
          <RuleConditions world={world} catalog={catalog} rule={rule} number={number} onChange={onChange} />
          <div class="st-group">
            <h4>{t('table')}</h4>
            <StatusTable
              reply={world.reply}
              rows={rule.rows}
              pipelines={world.pipelines}
              rule={number}
              onRow={(row) => onChange(withRuleRow(rule, row))}
            />
            <div class="st-row">
              <Button
                small
                disabled={rule.rows.every((row) => row.stageId !== null)}
                onClick={() => onChange(withRowsOf(rule, props.branchRows))}
                testId={`rule-${number}-fill`}
              >
                {t('table.fill')}
              </Button>
              <span class="am-small am-muted">{t('table.hint')}</span>
            </div>
          </div>
        </>
      ) : (
        <TableInShort world={world} rule={rule} />
      )}
    </article>
  );
}

function RuleHead({ world, rule, number, total, open, full, onAct }: Props) {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    onAct(event.key === 'ArrowUp' ? 'up' : 'down');
  };
  const button = (action: RuleAction, label: string, rest: { off?: boolean; expanded?: boolean } = {}) => (
    <Button
      small
      // Not `disabled`: at the top of the list the button that brought the rule there keeps the focus.
      aria-disabled={rest.off === true}
      aria-expanded={rest.expanded}
      aria-label={t('button.label', { action: label, n: number })}
      onClick={() => (rest.off === true ? undefined : onAct(action))}
      onKeyDown={onKeyDown}
      testId={`rule-${number}-${action}`}
    >
      {label}
    </Button>
  );
  return (
    <header class="st-rule__head">
      <h3 id={`rule-${number}`} tabIndex={-1} data-testid={`rule-${number}-head`}>
        {t('rule', { n: number })}
      </h3>
      {rule.uid.startsWith('new-') ? <Badge>{t('rule.new')}</Badge> : null}
      {ruleValid(rule, world) ? null : <Badge tone="error">{t('rule.broken')}</Badge>}
      <div class="st-rule__buttons">
        {button('up', t('up'), { off: number === 1 })}
        {button('down', t('down'), { off: number === total })}
        {button('toggle', t(open ? 'collapse' : 'edit'), { expanded: open })}
        {button('copy', t('copy'), { off: full })}
        {button('remove', t('remove'))}
      </div>
    </header>
  );
}

/** «Запись → Записан · Повторные», in the stages' own colours. */
function TableInShort({ world, rule }: { world: RulesWorld; rule: RuleDraft }) {
  const { reply, pipelines } = world;
  const filled = rule.rows.flatMap((row) => {
    const stage = stageOf(row);
    return stage === null ? [] : [{ row, stage, found: findStage(pipelines, stage) }];
  });
  if (filled.length === 0) return <p class="am-small st-warning">{t('table.none')}</p>;
  return (
    <ul class="st-rule__short">
      {filled.map(({ row, stage, found }) => (
        <li key={row.statusId}>
          {statusName(reply, row.statusId)} →{' '}
          <span
            class={found === null ? 'st-chip st-chip--gone' : 'st-chip'}
            style={found === null ? undefined : coloured(found.stage.color)}
          >
            {stageShort(pipelines, stage)}
          </span>
        </li>
      ))}
    </ul>
  );
}
