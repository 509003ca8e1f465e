import type { LiveMessage } from '../../worker/live/live.schemas.ts';
import { isRecord } from './http.ts';
import type { SessionStore } from './session.ts';

/** Hints of what changed, by WebSocket (contract: `/api/live`). Without one a page asks from time to time, as before. */
export type VisitHint = Extract<LiveMessage, { type: 'visit' }>;
export type TakenHint = Extract<LiveMessage, { type: 'taken' }>;
export type Live = {
  connected(): boolean;
  close(): void;
};

type Options = {
  /** Of the Worker; '' on its own pages. */
  baseUrl: string;
  session: SessionStore;
  onVisit(hint: VisitHint): void;
  /** Somebody's click holds a time. */
  onTaken?(hint: TakenHint): void;
  /** After a gap something may have been missed: read again. */
  onReady(): void;
  connect?: (url: string) => WebSocket;
};

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** Before the session ends; the store renews a token with less than a minute left. */
const RENEW_MARGIN_MS = 45_000;

export function connectLive({ baseUrl, session, onVisit, onTaken, onReady, connect }: Options): Live {
  const open = connect ?? ((url: string) => new WebSocket(url));
  let socket: WebSocket | null = null;
  let ready = false;
  let closed = false;
  let waitMs = FIRST_WAIT_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const later = (run: () => void, ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(run, ms);
  };
  const sendToken = async (to: WebSocket): Promise<void> => {
    const token = await session.token();
    // Nobody is signed in: only the page may ask again (amocrm-api.md §6.8: no $authorizedAjax in loops).
    if (token === null) close();
    else if (to.readyState === to.OPEN) to.send(JSON.stringify({ token }));
  };
  const start = (): void => {
    if (closed) return;
    const mine = open(addressOf(baseUrl));
    socket = mine;
    mine.addEventListener('open', () => void sendToken(mine));
    mine.addEventListener('message', ({ data }) => {
      const message = parseMessage(data);
      if (message?.type === 'visit') onVisit(message);
      if (message?.type === 'taken') onTaken?.(message);
      if (message?.type !== 'ready') return;
      waitMs = FIRST_WAIT_MS;
      const isFirst = !ready;
      ready = true;
      later(
        () => void sendToken(mine),
        Math.max(1_000, Date.parse(message.expiresAt) - Date.now() - RENEW_MARGIN_MS),
      );
      if (isFirst) onReady();
    });
    mine.addEventListener('close', () => {
      if (socket !== mine || closed) return;
      ready = false;
      later(start, waitMs);
      waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2);
    });
  };
  const close = (): void => {
    closed = true;
    ready = false;
    clearTimeout(timer);
    socket?.close();
  };
  start();

  return { connected: () => ready, close };
}

function addressOf(baseUrl: string): string {
  const url = new URL('/api/live', baseUrl === '' ? location.href : baseUrl);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

function parseMessage(data: unknown): LiveMessage | null {
  if (typeof data !== 'string') return null;
  try {
    const message: unknown = JSON.parse(data);
    const isKnown = isRecord(message) && ['ready', 'visit', 'taken'].includes(String(message.type));
    return isKnown ? (message as LiveMessage) : null;
  } catch {
    return null;
  }
}
