import { useMemo } from 'preact/hooks';
import type { FieldsReply } from '../../../worker/settings/fields.schemas.ts';
import { createEditor } from '../drafts/editor.ts';
import { t as common } from '../locales/common.ts';
import { t } from '../locales/fields.ts';
import { EditorSection } from '../shared/editor-section.tsx';
import { SectionHead } from '../shared/section-head.tsx';
import { useFreshOnFocus } from '../shared/use-fresh-on-focus.ts';
import { remember, useStore } from '../store.ts';
import { fieldChanges } from './field-changes.ts';
import { type FieldsDraft, fieldFaults, fieldsDraft, toFieldsPut } from './fields-draft.ts';
import { FieldsForm } from './fields-form.tsx';

export function FieldsSection() {
  return (
    <>
      <SectionHead title={common('section.fields')} intro={t('intro')} />
      <FieldsEditor />
    </>
  );
}

export function FieldsEditor() {
  const store = useStore();
  const editor = useMemo(
    () =>
      createEditor<FieldsReply, FieldsDraft>({
        read: () => remember(store.fields, store.api.fields()),
        toDraft: fieldsDraft,
        write: (draft, { version }) =>
          remember(store.fields, store.api.putFields(toFieldsPut(draft, version))),
      }),
    [store],
  );
  useFreshOnFocus(editor, store.api.fields);
  return (
    <EditorSection
      editor={editor}
      changesOf={fieldChanges}
      validOf={(reply, draft) => Object.keys(fieldFaults(draft, reply)).length === 0}
      toDrafts={(reply, draft) => {
        const { lead, contact } = toFieldsPut(draft, reply.version);
        return { fields: { lead, contact } };
      }}
    >
      {(view) => <FieldsForm editor={editor} view={view} />}
    </EditorSection>
  );
}
