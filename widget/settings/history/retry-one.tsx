import { useEffect, useRef, useState } from 'preact/hooks';
import type { EventReply, OneEventReply } from '../../../worker/history/events.schemas.ts';
import { Banner, Button } from '../../ui/components/index.ts';
import type { ApiError } from '../../ui/http.ts';
import { refusalText } from '../errors.ts';
import { t } from '../locales/history.ts';
import { told } from '../shared/english.ts';
import { loadFailed, useStore } from '../store.ts';
import { isSettled } from './retry-run.ts';

const LOOK_EVERY_MS = 1_000;
const LOOKS = 30;

/** «Повторить» and what came of it; a second press meanwhile does nothing. */
export function RetryOne({ one, onRead }: { one: OneEventReply; onRead: (one: OneEventReply) => void }) {
  const store = useStore();
  const [state, setState] = useState<'idle' | 'running' | 'slow'>('idle');
  const [failure, setFailure] = useState<ApiError | null>(null);
  const gone = useRef(false);
  useEffect(
    () => () => {
      gone.current = true;
    },
    [],
  );
  const follow = async (id: string): Promise<void> => {
    for (let look = 0; look < LOOKS && !gone.current; look += 1) {
      const read = await store.api.event(id);
      if (gone.current) return;
      if (read.ok) {
        onRead(read.value);
        if (isSettled(read.value.event)) {
          setState('idle');
          void loadFailed(store);
          return;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    if (!gone.current) setState('slow');
  };
  const run = async (): Promise<void> => {
    setState('running');
    setFailure(null);
    const result = await store.api.retryEvent(one.event.id);
    if (result.ok) {
      await follow(one.event.id);
    } else {
      setFailure(result.error);
      setState('idle');
    }
  };
  const { allowed, hindrance } = one.retry;
  if (!allowed && state === 'idle') {
    return one.event.outcome === 'done' || one.event.held ? null : (
      <p class="am-muted">{told(hindrance ?? '')}</p>
    );
  }
  return (
    <div class="st-retry" role="status">
      {allowed ? (
        <>
          <Button busy={state === 'running'} onClick={() => void run()} testId="event-retry">
            {t(isWaiting(one.event) ? 'retry.now' : 'retry')}
          </Button>
          <span class="am-small am-muted">{t(state === 'running' ? 'retry.running' : 'retry.hint')}</span>
        </>
      ) : null}
      {state === 'slow' ? <p>{t('retry.slow')}</p> : null}
      {failure === null ? null : (
        <Banner tone="error" testId="error">
          {refusalText(t('retry.refused'), failure)}
        </Banner>
      )}
    </div>
  );
}

function isWaiting({ outcome }: EventReply): boolean {
  return outcome === 'pending';
}
