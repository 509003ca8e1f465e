import { useEffect, useRef, useState } from 'preact/hooks';
import { Banner, Button, Dialog } from '../../ui/components/index.ts';
import { refusalText } from '../errors.ts';
import { t } from '../locales/history.ts';
import { useStore } from '../store.ts';
import { OutcomeBadge } from './event-item.tsx';
import { filterText } from './filter-text.ts';
import { headline } from './headline.ts';
import { conditionsOf, type HistoryFilter } from './history-query.ts';
import { countsOf, type RetryRun, retryAll, settledCount } from './retry-run.ts';

type Props = { filter: HistoryFilter; zone: string; onClose: (hasRetried: boolean) => void };

/** Everything that failed under the filter on screen: what is meant, then progress, then the result of each event. */
export function RetryFailed({ filter, zone, onClose }: Props) {
  const store = useStore();
  const [run, setRun] = useState<RetryRun | null>(null);
  const stopped = useRef(false);
  useEffect(
    () => () => {
      stopped.current = true;
    },
    [],
  );
  const start = (): void => {
    stopped.current = false;
    void retryAll(conditionsOf(filter, zone), {
      retry: store.api.retryEvents,
      read: (ids) => store.api.events({ ids: ids.join(',') }),
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      show: setRun,
      isStopped: () => stopped.current,
    });
  };
  const running = run?.state === 'running';
  const close = (): void => onClose(run !== null);
  return (
    <Dialog
      title={t('retryAll.title')}
      onClose={close}
      testId="retry-failed"
      actions={
        running ? (
          <Button
            onClick={() => {
              stopped.current = true;
            }}
            testId="retry-failed-stop"
          >
            {t('retryAll.stop')}
          </Button>
        ) : (
          <>
            <Button kind="quiet" onClick={close} testId="retry-failed-close">
              {t('retryAll.close')}
            </Button>
            {run === null ? (
              <Button kind="primary" onClick={start} testId="retry-failed-start">
                {t('retryAll.start')}
              </Button>
            ) : null}
          </>
        )
      }
    >
      {run === null ? (
        <>
          <p>{t('retryAll.text')}</p>
          <p class="am-muted">
            {t('retryAll.filter', {
              filter: filterText(filter, store.branches.value ?? []) || t('retryAll.everything'),
            })}
          </p>
        </>
      ) : (
        <Progress run={run} />
      )}
    </Dialog>
  );
}

function Progress({ run }: { run: RetryRun }) {
  const counts = countsOf(run);
  const settled = settledCount(run);
  const isEmpty = run.state !== 'running' && run.total === 0 && run.error === null;
  return (
    <>
      <div role="status" data-testid="retry-failed-result">
        {run.state === 'running' ? (
          <>
            <progress value={settled} max={Math.max(1, run.total)} aria-label={t('retryAll.title')} />
            <p>{t('retryAll.progress', { done: settled, total: run.total })}</p>
          </>
        ) : run.error === null ? (
          <p>{isEmpty ? t('retryAll.nothing') : t(`retryAll.${run.state}`, counts)}</p>
        ) : null}
        {run.skipped === 0 ? null : <p class="am-muted">{t('retryAll.skipped', { n: run.skipped })}</p>}
      </div>
      {run.error === null ? null : (
        <Banner tone="error" testId="error">
          {refusalText(t('retryAll.failed'), run.error)}
        </Banner>
      )}
      <ul class="st-results">
        {[...run.events.values()].map((event) => (
          <li key={event.id}>
            <span>{headline(event)}</span>
            <OutcomeBadge event={event} />
          </li>
        ))}
      </ul>
    </>
  );
}
