import { useCallback, useMemo } from 'preact/hooks';
import type { AutomationReply } from '../../../worker/settings/automation.schemas.ts';
import type { ApiResult } from '../../ui/http.ts';
import { createEditor } from '../drafts/editor.ts';
import { t } from '../locales/automation.ts';
import { t as common } from '../locales/common.ts';
import { EditorSection } from '../shared/editor-section.tsx';
import { LoadedGate } from '../shared/loaded-gate.tsx';
import { SectionHead } from '../shared/section-head.tsx';
import { useLoaded } from '../shared/use-loaded.ts';
import { loadPipelines, remember, useStore } from '../store.ts';
import { type AutomationLists, automationChanges } from './automation-changes.ts';
import { type AutomationDraft, automationDraft, automationValid, toAutomation } from './automation-draft.ts';
import { AutomationForm } from './automation-form.tsx';

export function AutomationSection() {
  const store = useStore();
  const editor = useMemo(
    () =>
      createEditor<AutomationReply, AutomationDraft>({
        read: () => remember(store.automation, store.api.automation()),
        toDraft: automationDraft,
        write: (draft, { version }) =>
          remember(store.automation, store.api.putAutomation({ ...toAutomation(draft), version })),
      }),
    [store],
  );
  const read = useCallback(async (): Promise<ApiResult<AutomationLists>> => {
    const [pipelines, users] = await Promise.all([
      loadPipelines(store),
      remember(store.users, store.api.users()),
    ]);
    if (!pipelines.ok) return pipelines;
    if (!users.ok) return users;
    return { ok: true, value: { pipelines: pipelines.value, users: users.value.users } };
  }, [store]);
  const [lists, again] = useLoaded(read);
  return (
    <>
      <SectionHead title={common('section.automation')} intro={t('intro')} />
      <LoadedGate loaded={lists} onRetry={again}>
        {(read) => {
          // Pipelines of now: they are read anew when somebody comes back to the page.
          const value = { ...read, pipelines: store.pipelines.value ?? read.pipelines };
          return (
            <EditorSection
              editor={editor}
              changesOf={(reply, draft) => automationChanges(reply, draft, value)}
              validOf={(_, draft) => automationValid(draft)}
              toDrafts={(_, draft) => ({ automation: toAutomation(draft) })}
            >
              {(view) => <AutomationForm view={view} lists={value} />}
            </EditorSection>
          );
        }}
      </LoadedGate>
    </>
  );
}
