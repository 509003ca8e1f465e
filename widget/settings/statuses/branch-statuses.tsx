import { useMemo, useState } from 'preact/hooks';
import type { StatusesReply } from '../../../worker/settings/statuses.schemas.ts';
import { Button } from '../../ui/components/index.ts';
import { createEditor } from '../drafts/editor.ts';
import { t } from '../locales/statuses.ts';
import { EditorSection, type EditorView } from '../shared/editor-section.tsx';
import { RadioGroup } from '../shared/radio-group.tsx';
import { findStage } from '../shared/stages.ts';
import { type Pipeline, rememberStatuses, useStore } from '../store.ts';
import { statusChanges, statusName } from './status-changes.ts';
import { StatusTable } from './status-table.tsx';
import {
  inDirectory,
  meaningOf,
  type StatusesDraft,
  stageOf,
  statusesDraft,
  toStatusesPut,
  withSuggestions,
} from './statuses-draft.ts';
import { suggestStages } from './suggest-stages.ts';

export function BranchStatuses({
  branchId,
  pipelines,
}: {
  branchId: number;
  pipelines: readonly Pipeline[];
}) {
  const store = useStore();
  const editor = useMemo(() => {
    const remember = async (request: ReturnType<typeof store.api.statuses>) => {
      const result = await request;
      if (result.ok) rememberStatuses(store, branchId, result.value);
      return result;
    };
    return createEditor<StatusesReply, StatusesDraft>({
      read: () => remember(store.api.statuses(branchId)),
      toDraft: statusesDraft,
      write: (draft, reply) => remember(store.api.putStatuses(branchId, toStatusesPut(draft, reply))),
    });
  }, [store, branchId]);
  return (
    <EditorSection
      editor={editor}
      changesOf={(reply, draft) => statusChanges(reply, draft, pipelines)}
      validOf={(reply, draft) => !hasLostStage(reply, draft, pipelines)}
    >
      {(view) => <StatusesForm view={view} pipelines={pipelines} />}
    </EditorSection>
  );
}

/** A stage deleted in amoCRM cannot be saved again; its select says so. */
function hasLostStage(reply: StatusesReply, draft: StatusesDraft, pipelines: readonly Pipeline[]): boolean {
  return draft.rows.some((row) => {
    const stage = stageOf(row);
    return stage !== null && inDirectory(reply, row.statusId) && findStage(pipelines, stage) === null;
  });
}

type FormProps = { view: EditorView<StatusesReply, StatusesDraft>; pipelines: readonly Pipeline[] };

function StatusesForm({ view, pipelines }: FormProps) {
  const { reply, draft, change } = view;
  return (
    <>
      <div class="st-card">
        <RadioGroup
          label={t('mode')}
          value={draft.mode}
          options={modesOf(reply).map((mode) => ({
            value: mode,
            label: t(`mode.${mode}`),
            hint: t(`mode.${mode}.hint`),
          }))}
          onChange={(mode) => change((old) => ({ ...old, mode }))}
          testId="status-mode"
        />
      </div>
      <div class="st-card">
        {draft.rows.length === 0 ? (
          <p>{t('emptyDirectory')}</p>
        ) : (
          <>
            {draft.mode === 'off' ? null : <Suggest view={view} pipelines={pipelines} />}
            <StatusTable
              reply={reply}
              draft={draft}
              pipelines={pipelines}
              onRow={(row) =>
                change((old) => ({
                  ...old,
                  rows: old.rows.map((other) => (other.statusId === row.statusId ? row : other)),
                }))
              }
            />
            <p class="am-small am-muted">
              {t('unmapped')} {t('closed.hint')} {draft.rows.some(isProposed) ? t('suggestedHint') : null}
            </p>
          </>
        )}
      </div>
    </>
  );
}

/** Rules are made through the API at present; without any there is nothing to choose «С фильтрацией» for. */
function modesOf(reply: StatusesReply): readonly StatusesReply['mode'][] {
  return reply.mode === 'filtered' || reply.rules.length > 0 ? ['all', 'filtered', 'off'] : ['all', 'off'];
}

function isProposed(row: StatusesDraft['rows'][number]): boolean {
  return row.suggestedMeaning !== null || row.stageSuggested;
}

function Suggest({ view, pipelines }: FormProps) {
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
