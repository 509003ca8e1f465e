import { useEffect, useRef, useState } from 'preact/hooks';
import type { Branch, BranchTestReply } from '../../../worker/settings/branches.schemas.ts';
import { Badge, Banner, Button, Switch } from '../../ui/components/index.ts';
import { formatAgo, formatDateTime } from '../../ui/format.ts';
import type { ApiError } from '../../ui/http.ts';
import { problemText } from '../errors.ts';
import { t } from '../locales/branches.ts';
import { healthOf } from '../overview.ts';
import { openSection } from '../router.ts';
import type { Loaded } from '../shared/use-loaded.ts';
import { replaceBranch, useStore } from '../store.ts';
import { BranchForm } from './branch-form.tsx';
import { BranchTestResult } from './branch-test-result.tsx';
import { zoneLabel } from './time-zone-field.tsx';

type Props = {
  branch: Branch;
  open: boolean;
  test: Loaded<BranchTestReply> | null;
  justSaved: boolean;
  /** Just added from the form above. */
  isNew: boolean;
  onToggle: () => void;
  onTest: () => void;
  onSaved: (branch: Branch, keysChanged: boolean) => void;
  onDeleted: () => void;
};

export function BranchCard(props: Props) {
  const { branch, open, test, justSaved, isNew, onToggle, onTest, onSaved, onDeleted } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  // The form that had the focus is gone: reading goes on at the branch that came of it.
  useEffect(() => {
    if (isNew) heading.current?.focus();
  }, [isNew]);
  return (
    <article class="st-card st-branch" data-testid={`branch-${branch.id}`} aria-label={branch.title}>
      <div class="st-branch__head">
        <div class="st-branch__name">
          <h3 ref={heading} tabIndex={-1}>
            {branch.title}
          </h3>
          <StateBadge branch={branch} />
          {branch.main ? <Badge>{t('state.main')}</Badge> : null}
        </div>
        <div class="st-branch__buttons">
          <Button small busy={test?.kind === 'loading'} onClick={onTest} testId="branch-test">
            {t('test')}
          </Button>
          <Button small onClick={onToggle} aria-expanded={open} testId="branch-edit">
            {t(open ? 'collapse' : 'edit')}
          </Button>
        </div>
      </div>
      <p class="am-small am-muted">
        {zoneLabel(branch.timeZone)} · <LastUpdate branch={branch} />
      </p>
      {branch.enabled && branch.health.lastError !== null && healthOf(branch.health) !== 'fine' ? (
        <Banner tone="error">{problemText({ ...branch.health.lastError, details: null, status: 0 })}</Banner>
      ) : null}
      <EnabledSwitch branch={branch} fieldsAt={['fields']} />
      {test === null ? null : <BranchTestResult result={test} />}
      {open ? (
        <BranchForm
          branch={branch}
          isFirst={false}
          tested={test?.kind === 'ready' ? test.value : null}
          justSaved={justSaved}
          onSaved={onSaved}
          onClose={onToggle}
          onDeleted={onDeleted}
        />
      ) : null}
    </article>
  );
}

function StateBadge({ branch }: { branch: Branch }) {
  if (!branch.enabled) return <Badge>{t('state.off')}</Badge>;
  switch (healthOf(branch.health)) {
    case 'bad-key':
      return <Badge tone="error">{t('state.badKey')}</Badge>;
    case 'trouble':
      return <Badge tone="error">{t('state.trouble')}</Badge>;
    case 'fine':
      return <Badge tone="success">{t('state.on')}</Badge>;
  }
}

export function LastUpdate({ branch }: { branch: Branch }) {
  const { lastSuccessAt } = branch.health;
  if (lastSuccessAt === null) return t('health.never');
  return (
    <time dateTime={lastSuccessAt} title={formatDateTime(lastSuccessAt, branch.timeZone)}>
      {t('health.last', { ago: formatAgo(lastSuccessAt, Date.now()) })}
    </time>
  );
}

/** Where the missing fields are created: in their section, or in the step of the guided way. */
type FieldsPlace = Parameters<typeof openSection>;

/** Works at once, without «Сохранить»: shown on while the request runs, put back when it is refused. */
export function EnabledSwitch({ branch, fieldsAt }: { branch: Branch; fieldsAt: FieldsPlace }) {
  const store = useStore();
  const [wanted, setWanted] = useState<boolean | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const toggle = async (enabled: boolean): Promise<void> => {
    setWanted(enabled);
    setFailure(null);
    const result = await store.api.patchBranch(branch.id, { enabled });
    setWanted(null);
    if (result.ok) replaceBranch(store, result.value);
    else setFailure(result.error);
  };
  const shown = wanted ?? branch.enabled;
  return (
    <>
      <Switch
        label={t('enabled')}
        hint={t(shown ? 'enabled.hint' : 'disabled.hint')}
        checked={shown}
        disabled={wanted !== null}
        onChange={(enabled) => void toggle(enabled)}
        testId="branch-enabled"
      />
      {failure === null ? null : <EnableRefused failure={failure} fieldsAt={fieldsAt} />}
    </>
  );
}

function EnableRefused({ failure, fieldsAt }: { failure: ApiError; fieldsAt: FieldsPlace }) {
  const fieldsMissing = failure.code === 'branches.fields_unmapped';
  return (
    <Banner
      tone="error"
      testId="error"
      action={
        fieldsMissing ? (
          <Button onClick={() => openSection(...fieldsAt)} testId="to-fields">
            {t('enable.toFields')}
          </Button>
        ) : undefined
      }
    >
      {fieldsMissing ? t('enable.fields') : problemText(failure)}
    </Banner>
  );
}
