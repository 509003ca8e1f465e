import { useContext, useState } from 'preact/hooks';
import type { FieldName, FieldsReply } from '../../../worker/settings/fields.schemas.ts';
import { Banner, Button, Switch } from '../../ui/components/index.ts';
import type { ApiError } from '../../ui/http.ts';
import type { Editor } from '../drafts/editor.ts';
import { refusalText } from '../errors.ts';
import { t as common } from '../locales/common.ts';
import { t } from '../locales/fields.ts';
import type { EditorView } from '../shared/editor-section.tsx';
import { InGuide } from '../shared/in-guide.ts';
import { useStore } from '../store.ts';
import { FieldRow } from './field-row.tsx';
import {
  contactFields,
  type FieldsDraft,
  fieldFaults,
  systemFields,
  systemFieldsMapped,
  toCreate,
  visibleVisitFields,
  withField,
} from './fields-draft.ts';
import { beforeCreation, type Suggestions, suggestFields, unfitNamesake } from './fields-suggest.ts';

type Creating =
  | { kind: 'idle' }
  | { kind: 'running'; fields: readonly FieldName[] }
  | { kind: 'done'; created: number; taken: number }
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
  const suggestions = suggestFields(draft, reply);
  const inGuide = useContext(InGuide);

  const create = async (wanted: FieldName[], take: Suggestions): Promise<void> => {
    if (creating.kind === 'running') return;
    setCreating({ kind: 'running', fields: wanted });
    const adopt = (fresh: FieldsReply): FieldsReply => {
      store.fields.value = fresh;
      editor.adopt(fresh);
      return fresh;
    };
    const before = beforeCreation(reply, draft.joined, take);
    const freed = before === null ? null : await store.api.putFields(before);
    if (freed?.ok === false) {
      setCreating({ kind: 'failed', error: freed.error });
      return;
    }
    const { version } = freed === null ? reply : adopt(freed.value);
    const fields = wanted.filter((name) => take[name] === undefined);
    const made = fields.length === 0 ? null : await store.api.createFields({ version, fields });
    if (made?.ok === false) {
      setCreating({ kind: 'failed', error: made.error });
      return;
    }
    if (made !== null) adopt(made.value);
    setCreating({ kind: 'done', created: fields.length, taken: wanted.length - fields.length });
    // «Создать» is gone now: the keyboard goes on at the field that it filled.
    const [only, ...others] = wanted;
    if (only !== undefined && others.length === 0) focusField(only);
  };

  const refresh = async (): Promise<void> => {
    await editor.rebaseOnFresh();
    setCreating({ kind: 'idle' });
  };

  const choose = (name: FieldName, id: number | null): void => {
    setCreating({ kind: 'idle' });
    change((old) => withField(old, name, id));
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
      suggestion={suggestions[name] ?? null}
      unfit={unfitNamesake(name, reply)}
      onChange={(id) => choose(name, id)}
      onTake={({ id }) => {
        choose(name, id);
        focusField(name);
      }}
      onCreate={() => void create([name], {})}
    />
  );
  return (
    <>
      <div class="st-row">
        <Button
          kind={inGuide && !systemFieldsMapped(draft) ? 'primary' : 'secondary'}
          busy={creating.kind === 'running' && creating.fields.length > 1}
          disabled={missing.length === 0 || creating.kind === 'running'}
          onClick={() => void create(missing, suggestions)}
          testId="fields-create-all"
        >
          {t('createAll')}
        </Button>
        <span class="am-small am-muted" role="status">
          {creating.kind === 'done' ? (
            <span class="st-save__done" data-testid="fields-created">
              ✓ {creating.created > 0 ? t('created', { n: creating.created }) : null}
              {creating.created > 0 && creating.taken > 0 ? ', ' : null}
              {creating.taken > 0 ? t('taken', { n: creating.taken }) : null}
            </span>
          ) : (
            t(Object.keys(suggestions).length > 0 ? 'createAll.takes' : 'createAll.hint')
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
