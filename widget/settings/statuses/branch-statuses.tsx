import { useMemo } from 'preact/hooks';
import type { StatusesReply } from '../../../worker/settings/statuses.schemas.ts';
import { Banner, Button } from '../../ui/components/index.ts';
import { createEditor } from '../drafts/editor.ts';
import { t as rules } from '../locales/rules.ts';
import { t } from '../locales/statuses.ts';
import { EditorSection } from '../shared/editor-section.tsx';
import { RadioGroup } from '../shared/radio-group.tsx';
import { type Pipeline, rememberStatuses, useStore } from '../store.ts';
import { branchStatusChanges } from './branch-changes.ts';
import { BranchTable } from './branch-table.tsx';
import { createCatalog } from './catalog.ts';
import { ruleValid } from './rules-draft.ts';
import { RulesEditor } from './rules-editor.tsx';
import { hasLostStage } from './status-rows.ts';
import { type StatusesDraft, statusesDraft, toStatusesPut } from './statuses-draft.ts';
import { TwoWayCard } from './two-way-card.tsx';
import { twoWayValid } from './two-way-draft.ts';

type BranchName = { id: number; title: string };
type Props = {
  branch: BranchName;
  branches: readonly BranchName[];
  pipelines: readonly Pipeline[];
  /** Where nothing is set yet, stages are proposed without being asked for. */
  suggestAtOnce?: boolean;
};

const modes = ['all', 'filtered', 'off'] as const;

export function BranchStatuses({ branch, branches, pipelines, suggestAtOnce = false }: Props) {
  const store = useStore();
  const editor = useMemo(() => {
    const remember = async (request: ReturnType<typeof store.api.statuses>) => {
      const result = await request;
      if (result.ok) rememberStatuses(store, branch.id, result.value);
      return result;
    };
    return createEditor<StatusesReply, StatusesDraft>({
      read: () => remember(store.api.statuses(branch.id)),
      toDraft: statusesDraft,
      write: (draft, reply) => remember(store.api.putStatuses(branch.id, toStatusesPut(draft, reply))),
    });
  }, [store, branch.id]);
  const everyBranch = store.accountWide.value;
  const catalog = useMemo(
    () => createCatalog(store.api, branch.id, { pipelines, branches, everyBranch }),
    [store, branch.id, pipelines, branches, everyBranch],
  );
  const saving = editor.saving.value;
  const nameOf = catalog.nameOf.value;
  const worldOf = (reply: StatusesReply) => ({ reply, pipelines, branch, branches, everyBranch });
  // Rules are saved in every mode, also while they are not in force.
  const rulesValid = (draft: StatusesDraft, reply: StatusesReply) =>
    draft.rules.every((rule) => ruleValid(rule, worldOf(reply)));
  return (
    <EditorSection
      editor={editor}
      changesOf={(reply, draft) => branchStatusChanges(reply, draft, { pipelines, nameOf })}
      validOf={(reply, draft) =>
        !hasLostStage(reply, draft.rows, pipelines) &&
        rulesValid(draft, reply) &&
        twoWayValid(draft, reply, pipelines)
      }
      toDrafts={(reply, draft) => {
        const { version: _version, ...settings } = toStatusesPut(draft, reply);
        return { statuses: [{ branchId: branch.id, settings }] };
      }}
    >
      {(view) => (
        <>
          <div class="st-card">
            <RadioGroup
              label={t('mode')}
              value={view.draft.mode}
              options={modes.map((mode) => ({
                value: mode,
                label: t(`mode.${mode}`),
                hint: t(`mode.${mode}.hint`),
              }))}
              onChange={(mode) => view.change((old) => ({ ...old, mode }))}
              testId="status-mode"
            />
          </div>
          {view.draft.mode === 'filtered' ? (
            <RulesEditor
              world={worldOf(view.reply)}
              catalog={catalog}
              rules={view.draft.rules}
              branchRows={view.draft.rows}
              showErrors={view.showErrors}
              refused={saving.kind === 'failed' ? saving.error : null}
              onChange={(changed) => view.change((old) => ({ ...old, rules: changed }))}
            />
          ) : rulesValid(view.draft, view.reply) ? null : (
            <Banner
              tone="warning"
              action={
                <Button onClick={() => view.change((old) => ({ ...old, mode: 'filtered' }))}>
                  {rules('hidden.show')}
                </Button>
              }
            >
              {rules('hidden.broken')}
            </Banner>
          )}
          <BranchTable view={view} pipelines={pipelines} suggestAtOnce={suggestAtOnce} />
          <TwoWayCard
            reply={view.reply}
            draft={view.draft}
            pipelines={pipelines}
            showErrors={view.showErrors}
            onChange={(twoWay) => view.change((old) => ({ ...old, twoWay }))}
          />
        </>
      )}
    </EditorSection>
  );
}
