import { and, desc, gte, isNotNull, like, sql } from 'drizzle-orm';
import type { Standing } from '../amocrm/failing.ts';
import type { AccountContext } from './context.ts';
import { amocrmFailures } from './failures.ts';
import { attempts, events } from './schema.ts';

/** What keeps this account from being written to, in the words of the panel; null: nothing known. */
export type AmocrmTrouble = {
  /** As of an attempt: `amocrm.unavailable`. */
  code: string;
  /** For managers; null: it is about single deals or fields, and none of their business. */
  message: string | null;
  /** Nothing is sent meanwhile: everything waits. */
  isClosed: boolean;
  /** Milliseconds, of the last time it was met; null: not known. */
  at: number | null;
  nextProbeAt: number | null;
};

const closedMessages = {
  'amocrm.reauth_required':
    'amoCRM отозвал доступ: сделки не обновляются. Администратору нужно установить виджет заново; ничего не потеряется.',
  'amocrm.blocked':
    'amoCRM закрыл API этого аккаунта: сделки не обновляются. Обратитесь в поддержку amoCRM; после снятия запрета всё продолжится само.',
  'amocrm.unpaid': 'Аккаунт amoCRM не оплачен: сделки не обновляются. Оплатите его, и всё продолжится само.',
};

const silence = 'amoCRM не отвечает: сделки обновятся, когда он снова заработает. Ничего не потеряется.';
const failingMessages: Partial<Record<string, string>> = {
  timeout: silence,
  network: silence,
  unavailable: silence,
  bad_reply: 'amoCRM отвечает непонятно: сделки пока не обновляются. Ничего не потеряется.',
  rate_limited: 'amoCRM просит подождать: сделки обновляются с задержкой. Делать ничего не нужно.',
  unauthorized: closedMessages['amocrm.reauth_required'],
  forbidden: 'amoCRM не разрешает обновлять сделки: виджету не хватает прав. Сообщите администратору.',
};

export function amocrmTrouble(ctx: AccountContext): AmocrmTrouble | null {
  if (ctx.tokens.state() === 'reauth_required') {
    const code = 'amocrm.reauth_required';
    return { code, message: closedMessages[code], isClosed: true, at: null, nextProbeAt: null };
  }
  const closed = ctx.circuit.state();
  if (closed) {
    const code = `amocrm.${closed.kind}` as const;
    const { since, probeAt } = closed;
    return { code, message: closedMessages[code], isClosed: true, at: since, nextProbeAt: probeAt };
  }
  const standing = ctx.amocrmFailing.isSilent() ? lastOfWaiting(ctx) : ctx.amocrmFailing.standing();
  return (
    standing && {
      code: `amocrm.${standing.kind}`,
      message: failingMessages[standing.kind] ?? null,
      isClosed: false,
      at: standing.at,
      nextProbeAt: null,
    }
  );
}

/** So many attempts of one event are no hiccup: the third comes 20 seconds after the first. */
const LEAST_ATTEMPTS = 3;

/** An object that has just begun has asked nobody yet: what waits for amoCRM tells what it was before. */
function lastOfWaiting(ctx: AccountContext): Pick<Standing, 'kind' | 'at'> | null {
  const row = ctx.store
    .select({ code: attempts.code, at: attempts.at })
    .from(events)
    .innerJoin(
      attempts,
      sql`${attempts.eventId} = ${events.id} and ${attempts.number} = (select max(number) from attempts last where last.event_id = ${events.id})`,
    )
    .where(
      and(isNotNull(events.dueAt), gte(events.attempts, LEAST_ATTEMPTS), like(attempts.code, 'amocrm.%')),
    )
    .orderBy(desc(attempts.at))
    .limit(1)
    .get();
  const kind = row?.code?.slice('amocrm.'.length);
  const isNewer = row !== undefined && row.at > (ctx.amocrmAnswered.at() ?? 0);
  return isNewer && isKind(kind) ? { kind, at: row.at } : null;
}

function isKind(kind: string | undefined): kind is keyof typeof amocrmFailures {
  return kind !== undefined && Object.hasOwn(amocrmFailures, kind);
}
