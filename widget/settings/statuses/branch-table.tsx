import { useState } from 'preact/hooks';
import type { StatusesReply } from '../../../worker/settings/statuses.schemas.ts';
import { Button } from '../../ui/components/index.ts';
import { t as rules } from '../locales/rules.ts';
import { t } from '../locales/statuses.ts';
import type { EditorView } from '../shared/editor-section.tsx';
import type { Pipeline } from '../store.ts';
import { statusName } from './status-changes.ts';
import { meaningOf, type StatusDraftRow } from './status-rows.ts';
import { StatusTable } from './status-table.tsx';
import { type StatusesDraft, withSuggestions } from './statuses-draft.ts';
import { suggestStages } from './suggest-stages.ts';

type Props = { view: EditorView<StatusesReply, StatusesDraft>; pipelines: readonly Pipeline[] };

/** The branch's own table; with rules it is what happens otherwise. */
export function BranchTable({ view, pipelines }: Props) {
  const { reply, draft, change } = view;
  const setRow = (row: StatusDraftRow): void =>
    change((old) => ({
      ...old,
      rows: old.rows.map((other) => (other.statusId === row.statusId ? row : other)),
    }));
  return (
    <div class="st-card" data-testid="branch-table">
      {draft.mode === 'filtered' ? (
        <div>
          <h3>{rules('else')}</h3>
          <p class="am-small am-muted">{rules('else.hint')}</p>
        </div>
      ) : null}
      {draft.rows.length === 0 ? (
        <p>{t('emptyDirectory')}</p>
      ) : (
        <>
          {draft.mode === 'off' ? null : <Suggest view={view} pipelines={pipelines} />}
          <StatusTable reply={reply} rows={draft.rows} pipelines={pipelines} onRow={setRow} />
          <p class="am-small am-muted">
            {t('unmapped')} {t('closed.hint')} {draft.rows.some(isProposed) ? t('suggestedHint') : null}
          </p>
        </>
      )}
    </div>
  );
}

function isProposed(row: StatusDraftRow): boolean {
  return row.suggestedMeaning !== null || row.stageSuggested;
}

function Suggest({ view, pipelines }: Props) {
  const { reply, draft, change } = view;
  const [nothingFits, setNothingFits] = useState(false);
  const suggested = draft.rows.filter((row) => row.stageSuggested).length;
  const suggest = (): void => {
    const empty = draft.rows.filter((row) => row.stageId === null);
    const wanted = empty.map((row) => ({
      statusId: row.statusId,
      name: statusName(reply, row.statusId),
      meaning: meaningOf(row),
    }));
    const found = suggestStages(wanted, [...pipelines]);
    setNothingFits(found.size === 0);
    change((old) => withSuggestions(old, found));
  };
  return (
    <div class="st-row">
      <Button
        onClick={suggest}
        testId="status-suggest"
        disabled={draft.rows.every((row) => row.stageId !== null)}
      >
        {t('suggest')}
      </Button>
      <span role="status" class="am-small">
        {nothingFits ? t('suggest.none') : suggested > 0 ? t('suggest.done', { n: suggested }) : null}
      </span>
    </div>
  );
}
