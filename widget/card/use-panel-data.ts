import { useEffect, useRef, useState } from 'preact/hooks';
import type { MeReply } from '../../worker/session/session.schemas.ts';
import type { Visit, VisitReply, VisitsReply } from '../../worker/visits/visits.schemas.ts';
import type { ApiError, ApiResult } from '../ui/http.ts';
import type { Live, VisitHint } from '../ui/live.ts';
import { type Ended, endedChecks } from './ended.ts';

export type CardContact = { name: string; phone: string };

export type PanelApi = {
  me(): Promise<ApiResult<MeReply>>;
  visits(dealId: number): Promise<ApiResult<VisitsReply>>;
  visit(id: string): Promise<ApiResult<VisitReply>>;
  /** The deal's first contact; `null`: it has none, `undefined`: amoCRM does not tell. */
  contact(): Promise<CardContact | null | undefined>;
  /** Hints of changes while the panel is looked at. */
  live(on: { onVisit(hint: VisitHint): void; onReady(): void }): Live;
};

type Seen = { me: MeReply; reply: VisitsReply; contact: CardContact | null | undefined };
export type PanelData =
  | { kind: 'loading' }
  | { kind: 'failed'; error: ApiError }
  | ({ kind: 'ready'; loadedAt: number; offline: boolean } & Seen);

export type PanelView = {
  data: PanelData;
  /** Bookings left in «проверяем…» that have ended since. */
  ended: readonly Ended[];
  dismiss(ended: Ended): void;
  retry(): void;
};

const PERIOD_MS = 15_000;
/** With hints arriving this is only a second look. */
const LIVE_PERIOD_MS = 60_000;
/** Rights, branches and hidden stages change rarely; the server checks every request anyway. */
const ME_MS = 5 * 60_000;
/** A booking changes a visit several times within a moment. */
const GATHER_MS = 150;
const noVisits: VisitsReply = { visits: [], asOf: null, problems: [] };

/** Loads once, again when a hint says so (every 15 s without them) while the card is looked at, and whenever `revision` grows. */
export function usePanelData(api: PanelApi, dealId: number, revision: number): PanelView {
  const [data, setData] = useState<PanelData>({ kind: 'loading' });
  const [ended, setEnded] = useState<readonly Ended[]>([]);
  const [attempt, setAttempt] = useState(0);
  const me = useRef<{ value: MeReply; at: number } | null>(null);
  const known = useRef<readonly Visit[]>([]);

  // revision and attempt are only reasons to load again
  useEffect(() => {
    let current = true;
    // Asking again would only repeat the refusal (amocrm-api.md §6.8: no $authorizedAjax in loops).
    let refused = false;
    // Answers may overtake each other: an older one never replaces a newer.
    let started = 0;
    let shown = 0;
    const load = async (): Promise<void> => {
      started += 1;
      const mine = started;
      const fresh = me.current !== null && Date.now() - me.current.at < ME_MS ? me.current.value : null;
      const [next, contact] = await Promise.all([loadOnce(api, dealId, fresh), api.contact()]);
      if (!current || mine < shown) return;
      shown = mine;
      refused = !next.ok && !isOutage(next.error);
      if (next.ok) {
        if (fresh === null) me.current = { value: next.value.me, at: Date.now() };
        const before = known.current;
        known.current = next.value.reply.visits;
        const ends = await endedChecks(before, next.value.reply, api.visit);
        if (!current) return;
        if (ends.length > 0) setEnded((seen) => [...seen, ...ends]);
      }
      setData((before) => {
        if (next.ok) return { kind: 'ready', ...next.value, contact, loadedAt: Date.now(), offline: false };
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
        if (hint.dealId === dealId || known.current.some(({ id }) => id === hint.visitId)) lookSoon();
      },
      onReady: lookSoon,
    });
    const tick = (): void => {
      const isWaiting = known.current.some(({ state }) => state === 'checking');
      const period = live.connected() && !isWaiting ? LIVE_PERIOD_MS : PERIOD_MS;
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

  return {
    data,
    ended,
    dismiss: (one) => setEnded((seen) => seen.filter((other) => other !== one)),
    retry: () => setAttempt((count) => count + 1),
  };
}

async function loadOnce(
  api: PanelApi,
  dealId: number,
  known: MeReply | null,
): Promise<ApiResult<Pick<Seen, 'me' | 'reply'>>> {
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
