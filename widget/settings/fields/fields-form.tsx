import { useState } from 'preact/hooks';
import type { FieldName, FieldsReply } from '../../../worker/settings/fields.schemas.ts';
import { Banner, Button, Switch } from '../../ui/components/index.ts';
import type { ApiError } from '../../ui/http.ts';
import type { Editor } from '../drafts/editor.ts';
import { refusalText } from '../errors.ts';
import { t as common } from '../locales/common.ts';
import { t } from '../locales/fields.ts';
import type { EditorView } from '../shared/editor-section.tsx';
import { useStore } from '../store.ts';
import { FieldRow } from './field-row.tsx';
import {
  contactFields,
  type FieldsDraft,
  fieldFaults,
  systemFields,
  toCreate,
  visibleVisitFields,
  withField,
  withoutExcluded,
} from './fields-draft.ts';

type Creating =
  | { kind: 'idle' }
  | { kind: 'running'; fields: readonly FieldName[] }
  | { kind: 'done'; count: number }
  | { kind: 'failed'; error: ApiError };

function focusField(name: FieldName): void {
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(`[data-testid="field-select-${name}"]`)?.focus(),
  );
}

type Props = { editor: Editor<FieldsReply, FieldsDraft>; view: EditorView<FieldsReply, FieldsDraft> };

export function FieldsForm({ editor, view }: Props) {
  const { reply, draft, change } = view;
  const store = useStore();
  const [creating, setCreating] = useState<Creating>({ kind: 'idle' });
  const faults = fieldFaults(draft, reply);
  const missing = toCreate(draft);

  const create = async (fields: FieldName[]): Promise<void> => {
    if (creating.kind === 'running') return;
    setCreating({ kind: 'running', fields });
    const excluded = withoutExcluded(reply, draft.joined);
    const freed = excluded === null ? null : await store.api.putFields(excluded);
    if (freed?.ok) editor.adopt(freed.value);
    const version = freed?.ok ? freed.value.version : reply.version;
    const result = freed?.ok === false ? freed : await store.api.createFields({ version, fields });
    if (!result.ok) {
      setCreating({ kind: 'failed', error: result.error });
      return;
    }
    store.fields.value = result.value;
    editor.adopt(result.value);
    setCreating({ kind: 'done', count: fields.length });
    // «Создать» is gone now: the keyboard goes on at the field that it filled.
    const [only, ...others] = fields;
    if (only !== undefined && others.length === 0) focusField(only);
  };

  const refresh = async (): Promise<void> => {
    await editor.rebaseOnFresh();
    setCreating({ kind: 'idle' });
  };

  const row = (name: FieldName) => (
    <FieldRow
      key={name}
      name={name}
      reply={reply}
      draft={draft}
      fault={faults[name]}
      required={systemFields.includes(name)}
      creating={creating.kind === 'running' && creating.fields.includes(name)}
      blocked={creating.kind === 'running'}
      onChange={(id) => {
        setCreating({ kind: 'idle' });
        change((old) => withField(old, name, id));
      }}
      onCreate={() => void create([name])}
    />
  );
  return (
    <>
      <div class="st-row">
        <Button
          busy={creating.kind === 'running' && creating.fields.length > 1}
          disabled={missing.length === 0 || creating.kind === 'running'}
          onClick={() => void create(missing)}
          testId="fields-create-all"
        >
          {t('createAll')}
        </Button>
        <span class="am-small am-muted" role="status">
          {creating.kind === 'done' ? (
            <span class="st-save__done" data-testid="fields-created">
              ✓ {t('created', { n: creating.count })}
            </span>
          ) : (
            t('createAll.hint')
          )}
        </span>
      </div>
      {creating.kind === 'failed' ? (
        <Banner
          tone="error"
          testId="error"
          action={
            creating.error.code === 'settings.conflict' ? (
              <Button onClick={() => void refresh()}>{common('conflict.rebase')}</Button>
            ) : undefined
          }
        >
          {refusalText(t('createFailed'), creating.error)}
        </Banner>
      ) : null}
      <fieldset class="st-card">
        <legend>{t('group.system')}</legend>
        <p class="am-small am-muted">{t('group.system.hint')}</p>
        {systemFields.map(row)}
      </fieldset>
      <fieldset class="st-card">
        <legend>{t('group.visit')}</legend>
        <Switch
          label={t('joined')}
          hint={t('joined.hint')}
          checked={draft.joined}
          onChange={(joined) => change((old) => ({ ...old, joined }))}
          testId="fields-joined"
        />
        {visibleVisitFields(draft.joined).map(row)}
        <Switch
          label={t('budget')}
          hint={t('budget.hint')}
          checked={draft.lead.budget}
          onChange={(budget) => change((old) => ({ ...old, lead: { ...old.lead, budget } }))}
          testId="fields-budget"
        />
      </fieldset>
      <fieldset class="st-card">
        <legend>{t('group.contact')}</legend>
        {contactFields.map(row)}
      </fieldset>
    </>
  );
}
