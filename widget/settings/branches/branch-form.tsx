import { useRef } from 'preact/hooks';
import type { Branch, BranchTestReply } from '../../../worker/settings/branches.schemas.ts';
import { Banner, Button } from '../../ui/components/index.ts';
import { t as shared } from '../../ui/messages.ts';
import { refusalText } from '../errors.ts';
import { t } from '../locales/branches.ts';
import { t as common } from '../locales/common.ts';
import { openSection } from '../router.ts';
import { focusFirstError } from '../shared/focus-first-error.ts';
import { Summary } from '../shared/summary.tsx';
import { useStore } from '../store.ts';
import { branchChanges } from './branch-changes.ts';
import { BranchFields, type BranchPart } from './branch-fields.tsx';
import { buildingName } from './building-field.tsx';
import { CallbackAddress } from './callback-address.tsx';
import { DeleteBranch } from './delete-branch.tsx';
import { useBranchForm } from './use-branch-form.ts';

type Props = {
  /** null: a new branch. */
  branch: Branch | null;
  isFirst: boolean;
  tested: BranchTestReply | null;
  justSaved: boolean;
  onSaved: (branch: Branch, keysChanged: boolean) => void;
  /** The guided way asks for one part at a time, and its branch is neither closed nor deleted there. */
  part?: BranchPart;
  onClose?: () => void;
  onDeleted?: () => void;
};

export function BranchForm(props: Props) {
  const { branch, isFirst, tested, justSaved, onSaved, part = 'all', onClose, onDeleted } = props;
  const element = useRef<HTMLFormElement>(null);
  const form = useBranchForm({ branch, isFirst, onSaved, onInvalid: () => focusFirstError(element.current) });
  const { dirty, failure, changedByOthers } = form;
  const accountWide = useStore().accountWide.value;
  return (
    <form
      ref={element}
      class="st-form st-branch__form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (branch === null || dirty) void form.save();
      }}
    >
      <BranchFields branch={branch} tested={tested} form={form} part={part} />
      {branch === null || part !== 'all' ? null : <CallbackAddress url={branch.callbackUrl} />}
      {changedByOthers ? (
        <Banner tone="warning" testId="branch-changed">
          {t('changedByOthers')}
        </Banner>
      ) : null}
      {failure === null ? null : (
        <Banner
          tone="error"
          testId="error"
          action={
            failure.code === 'branches.no_stage' ? (
              <Button onClick={() => openSection('automation')}>{t('toAutomation')}</Button>
            ) : undefined
          }
        >
          {branch === null && failure.code === 'branches.duplicate'
            ? t('duplicateNew')
            : refusalText(common('saveFailed'), failure)}
        </Banner>
      )}
      {branch === null || !dirty ? null : (
        <Summary changes={branchChanges(form.draft, branch, (id) => buildingName(id, tested))} />
      )}
      <div class="st-save__row">
        <Button
          type="submit"
          kind="primary"
          busy={form.running}
          aria-disabled={branch !== null && !dirty}
          testId="branch-save"
        >
          {t(branch === null ? 'create' : 'save')}
        </Button>
        {onClose === undefined ? null : (
          <Button kind="quiet" onClick={onClose} testId="branch-close">
            {branch === null ? shared('cancel') : t('collapse')}
          </Button>
        )}
        <span class="st-save__done" role="status">
          {justSaved && !dirty ? <span data-testid="saved">✓ {common('saved')}</span> : null}
        </span>
        {branch === null || !accountWide || onDeleted === undefined ? null : (
          <DeleteBranch branch={branch} onDeleted={onDeleted} />
        )}
      </div>
    </form>
  );
}
