import type { AccountContext } from './context.ts';

/** What keeps this account from being written to, in the words of the panel and of «Состояние»; null: nothing known. */
export type AmocrmTrouble = {
  code: 'amocrm.reauth_required' | 'amocrm.blocked' | 'amocrm.unpaid';
  message: string;
  /** Milliseconds; null: not known. */
  since: number | null;
  nextProbeAt: number | null;
};

const messages: Record<AmocrmTrouble['code'], string> = {
  'amocrm.reauth_required':
    'amoCRM отозвал доступ: сделки не обновляются. Администратору нужно установить виджет заново; ничего не потеряется.',
  'amocrm.blocked':
    'amoCRM закрыл API этого аккаунта: сделки не обновляются. Обратитесь в поддержку amoCRM; после снятия запрета всё продолжится само.',
  'amocrm.unpaid': 'Аккаунт amoCRM не оплачен: сделки не обновляются. Оплатите его, и всё продолжится само.',
};

export function amocrmTrouble(ctx: AccountContext): AmocrmTrouble | null {
  if (ctx.tokens.state() === 'reauth_required') {
    const code = 'amocrm.reauth_required';
    return { code, message: messages[code], since: null, nextProbeAt: null };
  }
  const closed = ctx.circuit.state();
  if (!closed) {
    return null;
  }
  const code = `amocrm.${closed.kind}` as const;
  return { code, message: messages[code], since: closed.since, nextProbeAt: closed.probeAt };
}
