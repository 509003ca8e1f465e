import { useMemo, useRef, useState } from 'preact/hooks';
import type { Branch, BranchTestReply } from '../../../worker/settings/branches.schemas.ts';
import { Banner, Button, Switch, TextField } from '../../ui/components/index.ts';
import type { ApiError } from '../../ui/http.ts';
import { t as shared } from '../../ui/messages.ts';
import { problemText } from '../errors.ts';
import { useUnsaved } from '../guard.ts';
import { t } from '../locales/branches.ts';
import { t as common } from '../locales/common.ts';
import { Summary } from '../shared/summary.tsx';
import { loadBranches, replaceBranch, useStore } from '../store.ts';
import { branchChanges } from './branch-changes.ts';
import {
  type BranchDraft,
  type BranchFieldError,
  branchChanged,
  branchErrors,
  draftOf,
  emptyBranch,
  toBranchCreate,
  toBranchPatch,
} from './branch-draft.ts';
import { BuildingField, buildingName } from './building-field.tsx';
import { CallbackAddress } from './callback-address.tsx';
import { TimeZoneField } from './time-zone-field.tsx';
import { ownZone } from './time-zones.ts';

type Props = {
  /** null: a new branch. */
  branch: Branch | null;
  isFirst: boolean;
  tested: BranchTestReply | null;
  justSaved: boolean;
  onSaved: (branch: Branch, keysChanged: boolean) => void;
  onClose: () => void;
};

export function BranchForm({ branch, isFirst, tested, justSaved, onSaved, onClose }: Props) {
  const store = useStore();
  const form = useRef<HTMLFormElement>(null);
  const initial = useMemo(
    () => (branch === null ? emptyBranch(isFirst, ownZone()) : draftOf(branch)),
    [branch, isFirst],
  );
  const [draft, setDraft] = useState(initial);
  const [tried, setTried] = useState(false);
  const [running, setRunning] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);

  const errors = branchErrors(draft, branch);
  const dirty = branchChanged(draft, branch);
  const set = (part: Partial<BranchDraft>): void => {
    setDraft((old) => ({ ...old, ...part }));
    setFailure(null);
  };
  const errorAt = (field: keyof typeof errors): string | null => {
    const code = errors[field];
    return tried && code !== undefined ? fieldError(code) : null;
  };

  const save = async (): Promise<boolean> => {
    if (running) return false;
    if (Object.keys(errors).length > 0) {
      setTried(true);
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return false;
    }
    setRunning(true);
    setFailure(null);
    const result =
      branch === null
        ? await store.api.createBranch(toBranchCreate(draft))
        : await store.api.patchBranch(branch.id, toBranchPatch(draft, branch));
    setRunning(false);
    if (!result.ok) {
      setFailure(result.error);
      return false;
    }
    setTried(false);
    setDraft(draftOf(result.value));
    replaceBranch(store, result.value);
    onSaved(result.value, branch === null || draft.apiSecret !== '');
    // Another branch of the source may have stopped being the main one.
    if (draft.main) void loadBranches(store);
    return true;
  };

  const latest = useRef({ dirty, save });
  latest.current = { dirty, save };
  const unsaved = useMemo(
    () => ({
      dirty: () => latest.current.dirty,
      save: () => latest.current.save(),
      discard: () => setDraft(initial),
    }),
    [initial],
  );
  useUnsaved(unsaved);

  return (
    <form
      ref={form}
      class="st-form st-branch__form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div class="st-columns">
        <TextField
          label={t('title')}
          hint={t('title.hint')}
          error={errorAt('title')}
          required
          maxLength={100}
          value={draft.title}
          onInput={(title) => set({ title })}
          testId="branch-title"
        />
        <div class="st-stack">
          <TimeZoneField
            value={draft.timeZone}
            error={errorAt('timeZone')}
            onChange={(timeZone) => set({ timeZone })}
          />
        </div>
        <TextField
          label={t('apiId')}
          hint={t('apiId.hint')}
          error={errorAt('apiId')}
          required
          value={draft.apiId}
          onInput={(apiId) => set({ apiId })}
          testId="branch-api-id"
        />
        <TextField
          label={t('apiSecret')}
          hint={branch === null ? t('apiId.hint') : t('apiSecret.saved')}
          error={errorAt('apiSecret')}
          required={branch === null}
          type="password"
          autocomplete="new-password"
          placeholder={branch === null ? undefined : t('apiSecret.placeholder')}
          value={draft.apiSecret}
          onInput={(apiSecret) => set({ apiSecret })}
          testId="branch-api-secret"
        />
        {branch === null ? null : (
          <BuildingField
            value={draft.buildingId}
            tested={tested}
            onChange={(buildingId) => set({ buildingId })}
          />
        )}
      </div>
      <Switch
        label={t('main')}
        hint={t('main.hint')}
        checked={draft.main}
        onChange={(main) => set({ main })}
        testId="branch-main"
      />
      <Switch
        label={t('noDeals')}
        hint={t('noDeals.hint')}
        checked={!draft.createDeals}
        onChange={(noDeals) => set({ createDeals: !noDeals })}
        testId="branch-create-deals"
      />
      {branch === null ? null : <CallbackAddress url={branch.callbackUrl} />}
      {failure === null ? null : (
        <Banner tone="error" testId="error">
          {common('saveFailed')} {problemText(failure)}
        </Banner>
      )}
      {branch === null || !dirty ? null : (
        <Summary changes={branchChanges(draft, branch, (id) => buildingName(id, tested))} />
      )}
      <div class="st-save__row">
        <Button
          type="submit"
          kind="primary"
          busy={running}
          disabled={branch !== null && !dirty}
          testId="branch-save"
        >
          {t(branch === null ? 'create' : 'save')}
        </Button>
        <Button kind="quiet" onClick={onClose} testId="branch-close">
          {branch === null ? shared('cancel') : t('collapse')}
        </Button>
        <span class="st-save__done" role="status">
          {justSaved && !dirty ? <span data-testid="saved">✓ {common('saved')}</span> : null}
        </span>
      </div>
    </form>
  );
}

function fieldError(code: BranchFieldError): string {
  return t(`error.${code}`);
}
