import { useState } from 'preact/hooks';
import { Banner, Button, Dialog } from '../../ui/components/index.ts';
import type { ApiError } from '../../ui/http.ts';
import { t as shared } from '../../ui/messages.ts';
import { refusalText } from '../errors.ts';
import { t } from '../locales/support.ts';
import { replaceBranch, useStore } from '../store.ts';

type Asking = { kind: 'no' } | { kind: 'asked' } | { kind: 'running' } | { kind: 'failed'; error: ApiError };

/** All branches at once. A refusal in the middle leaves the rest on and says so; pressed again, it goes on. */
export function SwitchOff() {
  const store = useStore();
  const [asking, setAsking] = useState<Asking>({ kind: 'no' });
  const enabled = (store.branches.value ?? []).filter((branch) => branch.enabled);
  const close = (): void => setAsking({ kind: 'no' });
  const switchOff = async (): Promise<void> => {
    setAsking({ kind: 'running' });
    for (const branch of enabled) {
      const result = await store.api.patchBranch(branch.id, { enabled: false });
      if (!result.ok) {
        setAsking({ kind: 'failed', error: result.error });
        return;
      }
      replaceBranch(store, result.value);
    }
    close();
  };
  if (enabled.length === 0) {
    return (
      <p class="st-save__done" role="status" data-testid="all-off">
        ✓ {t('leave.off')}
      </p>
    );
  }
  return (
    <>
      <Button onClick={() => setAsking({ kind: 'asked' })} testId="switch-off">
        {t('leave.switchOff')}
      </Button>
      {asking.kind === 'no' ? null : (
        <Dialog
          title={t('leave.switchOff.title')}
          onClose={close}
          actions={
            <>
              <Button onClick={close}>{shared('cancel')}</Button>
              <Button
                kind="danger"
                busy={asking.kind === 'running'}
                onClick={() => void switchOff()}
                testId="switch-off-confirm"
              >
                {t('leave.switchOff')}
              </Button>
            </>
          }
        >
          <p>{t('leave.switchOff.text', { titles: enabled.map(({ title }) => `«${title}»`).join(', ') })}</p>
          {asking.kind === 'failed' ? (
            <Banner tone="error" testId="error">
              {refusalText(t('leave.switchOff.failed'), asking.error)}
            </Banner>
          ) : null}
        </Dialog>
      )}
    </>
  );
}
