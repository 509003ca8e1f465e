import { useEffect } from 'preact/hooks';
import { connectLive } from '../ui/live.ts';
import type { SessionStore } from '../ui/session.ts';
import type { JournalModel } from './model.ts';

/** A booking changes a visit several times within a moment. */
const GATHER_MS = 400;
const PERIOD_MS = 15_000;
/** With hints arriving this is only a second look. */
const LIVE_PERIOD_MS = 90_000;

/** Changes of others come by themselves: by hints, else by looking from time to time while the page is seen. */
export function useLive(model: JournalModel, session: SessionStore): void {
  useEffect(() => {
    let readAt = Date.now();
    let gathering: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      if (document.visibilityState !== 'visible') return;
      readAt = Date.now();
      void model.load();
    };
    const lookSoon = (): void => {
      clearTimeout(gathering);
      gathering = setTimeout(look, GATHER_MS);
    };
    let isFirst = true;
    const live = connectLive({
      baseUrl: '',
      session,
      // Also of a visit that is not in view: it may have come into it.
      onVisit: lookSoon,
      onTaken: lookSoon,
      onReady: () => {
        if (!isFirst) lookSoon();
        isFirst = false;
      },
    });
    const timer = setInterval(() => {
      if (Date.now() - readAt >= (live.connected() ? LIVE_PERIOD_MS : PERIOD_MS)) look();
    }, PERIOD_MS);
    const onVisible = (): void => {
      if (Date.now() - readAt > PERIOD_MS) look();
    };
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      live.close();
      clearInterval(timer);
      clearTimeout(gathering);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [model, session]);
}
