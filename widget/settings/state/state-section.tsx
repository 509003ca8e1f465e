import './state.css';
import { useEffect, useState } from 'preact/hooks';
import { Banner, Button } from '../../ui/components/index.ts';
import type { ApiError } from '../../ui/http.ts';
import { t as shared } from '../../ui/messages.ts';
import { problemText } from '../errors.ts';
import { t as common } from '../locales/common.ts';
import { t } from '../locales/state.ts';
import { SectionSkeleton } from '../shared/editor-section.tsx';
import { SectionHead } from '../shared/section-head.tsx';
import { loadState, useStore } from '../store.ts';
import { AmocrmCard } from './amocrm-card.tsx';
import { BranchStateCard } from './branch-state-card.tsx';
import { ReviewQueue } from './review-queue.tsx';
import { branchTroubles } from './troubles.ts';

const EVERY_MS = 5_000;

/** Reads itself again while somebody looks; what was read last stays there when a reading fails. */
export function StateSection() {
  const store = useStore();
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const read = async (): Promise<void> => {
    setBusy(true);
    const result = await loadState(store);
    setBusy(false);
    setError(result.ok ? null : result.error);
  };
  useEffect(() => {
    void read();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible')
        void loadState(store).then((result) => setError(result.ok ? null : result.error));
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [store]);
  const state = store.state.value;
  return (
    <>
      <SectionHead
        title={common('section.state')}
        intro={t('intro')}
        action={
          <Button busy={busy} onClick={() => void read()} testId="state-refresh">
            {t('refresh')}
          </Button>
        }
      />
      {error === null ? null : (
        <Banner
          tone="error"
          testId="error"
          action={<Button onClick={() => void read()}>{shared('retry')}</Button>}
        >
          {t(state === null ? 'notRead' : 'notFresh')} {problemText(error)}
        </Banner>
      )}
      {state === null ? (
        error === null ? (
          <SectionSkeleton />
        ) : null
      ) : (
        <div class="st-states">
          <AmocrmCard state={state.amocrm} />
          <ReviewQueue />
          {state.branches
            .toSorted((a, b) => branchTroubles(b).length - branchTroubles(a).length)
            .map((branch) => (
              <BranchStateCard key={branch.id} branch={branch} onChanged={() => void read()} />
            ))}
          {state.branches.length === 0 ? <p class="st-empty">{t('noBranches')}</p> : null}
        </div>
      )}
    </>
  );
}
