import { useState } from 'preact/hooks';
import type { Branch } from '../../../worker/settings/branches.schemas.ts';
import { Banner, Button, Dialog } from '../../ui/components/index.ts';
import type { ApiError } from '../../ui/http.ts';
import { t as shared } from '../../ui/messages.ts';
import { refusalText } from '../errors.ts';
import { t } from '../locales/branches.ts';
import { loadBranches, useStore } from '../store.ts';

type Asking = { kind: 'no' } | { kind: 'asked' } | { kind: 'running' } | { kind: 'failed'; error: ApiError };

/** Not undone by any button here, therefore asked first and said what stays. */
export function DeleteBranch({ branch, onDeleted }: { branch: Branch; onDeleted: () => void }) {
  const store = useStore();
  const [asking, setAsking] = useState<Asking>({ kind: 'no' });
  const remove = async (): Promise<void> => {
    setAsking({ kind: 'running' });
    const result = await store.api.deleteBranch(branch.id);
    if (!result.ok) {
      setAsking({ kind: 'failed', error: result.error });
      return;
    }
    onDeleted();
    await loadBranches(store);
  };
  return (
    <>
      <Button kind="quiet" onClick={() => setAsking({ kind: 'asked' })} testId="branch-delete">
        {t('delete')}
      </Button>
      {asking.kind === 'no' ? null : (
        <Dialog
          title={t('delete.title', { title: branch.title })}
          onClose={() => setAsking({ kind: 'no' })}
          actions={
            <>
              <Button onClick={() => setAsking({ kind: 'no' })}>{shared('cancel')}</Button>
              <Button
                kind="danger"
                busy={asking.kind === 'running'}
                onClick={() => void remove()}
                testId="branch-delete-confirm"
              >
                {t('delete')}
              </Button>
            </>
          }
        >
          <p>{t('delete.text')}</p>
          {asking.kind === 'failed' ? (
            <Banner tone="error" testId="error">
              {refusalText(t('delete.failed'), asking.error)}
            </Banner>
          ) : null}
        </Dialog>
      )}
    </>
  );
}
