import type { SessionReply } from '../../worker/session/session.schemas.ts';
import { isRecord } from './http.ts';
import type { Lang } from './i18n.ts';
import { isSessionReply } from './session.ts';

export type Theme = 'light' | 'dark';

export type FrameContext = {
  kind: 'booking' | 'journal' | 'settings';
  dealId: number | null;
  lang: Lang;
  theme: Theme;
  /** The visit that is open for moving or cancelling. */
  visitId?: string;
  mode?: 'book' | 'move' | 'cancel' | 'visit';
  /** A time to book that was chosen elsewhere (the journal). */
  at?: { branchId: number; doctorId: number; start: string };
};

export type ToPage =
  | { type: 'archimed:session'; session: SessionReply; context: FrameContext }
  | { type: 'archimed:theme'; theme: Theme }
  | { type: 'archimed:no-session' }
  | { type: 'archimed:leave' };

const toParent = [
  'archimed:ready',
  'archimed:renew',
  'archimed:changed',
  'archimed:unsaved',
  'archimed:saved',
  'archimed:go',
  'archimed:close',
] as const;
export type ToParent =
  | { type: (typeof toParent)[number] }
  /** The journal leads to a deal: amoCRM's own page goes there. */
  | { type: 'archimed:deal'; dealId: number };

export function parseToPage(data: unknown): ToPage | null {
  if (!isRecord(data)) return null;
  if (data.type === 'archimed:theme' && isTheme(data.theme)) return { type: data.type, theme: data.theme };
  if (data.type === 'archimed:leave' || data.type === 'archimed:no-session') return { type: data.type };
  if (data.type !== 'archimed:session' || !isSessionReply(data.session)) return null;
  const context = parseContext(data.context);
  return context === null ? null : { type: data.type, session: data.session, context };
}

export function parseToParent(data: unknown): ToParent | null {
  if (!isRecord(data)) return null;
  if (data.type === 'archimed:deal') {
    return isDealId(data.dealId) ? { type: data.type, dealId: data.dealId } : null;
  }
  const type = toParent.find((known) => known === data.type);
  return type === undefined ? null : { type };
}

function isDealId(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

function parseContext(value: unknown): FrameContext | null {
  if (!isRecord(value)) return null;
  const { kind, dealId, lang, theme, visitId, mode, at } = value;
  if (kind !== 'booking' && kind !== 'journal' && kind !== 'settings') return null;
  if (dealId !== null && !isDealId(dealId)) return null;
  if (!isTheme(theme)) return null;
  if (visitId !== undefined && typeof visitId !== 'string') return null;
  if (mode !== undefined && mode !== 'book' && mode !== 'move' && mode !== 'cancel' && mode !== 'visit')
    return null;
  if (at !== undefined && !isTime(at)) return null;
  return {
    kind,
    dealId,
    lang: lang === 'en' ? 'en' : 'ru',
    theme,
    ...(visitId === undefined ? {} : { visitId }),
    ...(mode === undefined ? {} : { mode }),
    ...(at === undefined ? {} : { at }),
  };
}

function isTime(value: unknown): value is NonNullable<FrameContext['at']> {
  return (
    isRecord(value) &&
    typeof value.branchId === 'number' &&
    typeof value.doctorId === 'number' &&
    typeof value.start === 'string' &&
    !Number.isNaN(Date.parse(value.start))
  );
}

function isTheme(value: unknown): value is Theme {
  return value === 'light' || value === 'dark';
}

/**
 * Whether `origin` is one of `patterns` (`https://*.amocrm.ru http://localhost:8788`): scheme, host and port are
 * compared; `*.` stands for exactly one or more labels in front, never for the bare domain.
 */
export function originAllowed(origin: string, patterns: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, hostname, port } = new URL(origin);
  return patterns
    .split(/\s+/)
    .filter((pattern) => pattern !== '')
    .some((pattern) => {
      const match = /^(https?:)\/\/(\*\.)?([a-z0-9.-]+)(?::(\d+))?$/i.exec(pattern);
      if (match === null) return false;
      const [, scheme, wildcard, host = '', wantedPort = ''] = match;
      if (scheme !== protocol || wantedPort !== port) return false;
      return wildcard === undefined ? hostname === host : hostname.endsWith(`.${host}`);
    });
}
