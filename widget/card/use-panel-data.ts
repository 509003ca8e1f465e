import { useEffect, useRef, useState } from 'preact/hooks';
import type { MeReply } from '../../worker/session/session.schemas.ts';
import type { VisitsReply } from '../../worker/visits/visits.schemas.ts';
import type { ApiError, ApiResult } from '../ui/http.ts';
import type { Live, VisitHint } from '../ui/live.ts';

export type PanelApi = {
  me(): Promise<ApiResult<MeReply>>;
  visits(dealId: number): Promise<ApiResult<VisitsReply>>;
  /** Hints of changes while the panel is looked at. */
  live(on: { onVisit(hint: VisitHint): void; onReady(): void }): Live;
};

export type PanelData =
  | { kind: 'loading' }
  | { kind: 'failed'; error: ApiError }
  | { kind: 'ready'; me: MeReply; reply: VisitsReply; loadedAt: number; offline: boolean };

const PERIOD_MS = 15_000;
/** With hints arriving this is only a second look. */
const LIVE_PERIOD_MS = 60_000;
/** A booking changes a visit several times within a moment. */
const GATHER_MS = 150;
const noVisits: VisitsReply = { visits: [], asOf: null, problems: [] };

/** Loads once, again when a hint says so (every 15 s without them) while the card is looked at, and whenever `revision` grows. */
export function usePanelData(api: PanelApi, dealId: number, revision: number): [PanelData, () => void] {
  const [data, setData] = useState<PanelData>({ kind: 'loading' });
  const [attempt, setAttempt] = useState(0);
  const me = useRef<MeReply | null>(null);
  const known = useRef<ReadonlySet<string>>(new Set());

  // revision and attempt are only reasons to load again
  useEffect(() => {
    let current = true;
    // Asking again would only repeat the refusal (amocrm-api.md §6.8: no $authorizedAjax in loops).
    let refused = false;
    const load = async (): Promise<void> => {
      const next = await loadOnce(api, dealId, me.current);
      if (!current) return;
      if (next.ok) {
        me.current = next.value.me;
        known.current = new Set(next.value.reply.visits.map(({ id }) => id));
      }
      refused = !next.ok && !isOutage(next.error);
      setData((before) => {
        if (next.ok) return { kind: 'ready', ...next.value, loadedAt: Date.now(), offline: false };
        // What was seen stays in view while the connection is lost; a refusal takes it away.
        return before.kind === 'ready' && isOutage(next.error)
          ? { ...before, offline: true }
          : { kind: 'failed', error: next.error };
      });
    };
    let loadedAt = Date.now();
    const look = (): void => {
      if (document.visibilityState !== 'visible' || refused) return;
      loadedAt = Date.now();
      void load();
    };
    let gathering: ReturnType<typeof setTimeout> | undefined;
    const lookSoon = (): void => {
      clearTimeout(gathering);
      gathering = setTimeout(look, GATHER_MS);
    };
    const live = api.live({
      onVisit: (hint) => {
        if (hint.dealId === dealId || known.current.has(hint.visitId)) lookSoon();
      },
      onReady: lookSoon,
    });
    const tick = (): void => {
      const period = live.connected() ? LIVE_PERIOD_MS : PERIOD_MS;
      if (Date.now() - loadedAt >= period) look();
    };
    void load();
    const timer = setInterval(tick, PERIOD_MS);
    document.addEventListener('visibilitychange', look);
    return () => {
      current = false;
      live.close();
      clearInterval(timer);
      clearTimeout(gathering);
      document.removeEventListener('visibilitychange', look);
    };
  }, [api, dealId, revision, attempt]);

  return [data, () => setAttempt((count) => count + 1)];
}

async function loadOnce(
  api: PanelApi,
  dealId: number,
  known: MeReply | null,
): Promise<ApiResult<{ me: MeReply; reply: VisitsReply }>> {
  const me = known === null ? await api.me() : { ok: true as const, value: known };
  if (!me.ok) return me;
  const reply =
    dealId === 0 || me.value.branches.length === 0
      ? { ok: true as const, value: noVisits }
      : await api.visits(dealId);
  return reply.ok ? { ok: true, value: { me: me.value, reply: reply.value } } : reply;
}

function isOutage(error: ApiError): boolean {
  return error.status === 0 || error.status === 429 || error.status >= 500;
}
