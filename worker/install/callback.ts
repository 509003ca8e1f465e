import { z } from 'zod';
import { type Config, isAmocrmDomain } from '../env.ts';
import type { HttpFailure } from '../http/app-error.ts';
import { err, ok, type Result } from '../shared/result.ts';

/** What amoCRM brings to the redirect address (amocrm-api.md §1.2). All of it is untrusted until the code is exchanged. */
const querySchema = z.object({
  code: z.string().min(1).max(4096).optional(),
  referer: z.string().max(255).optional(),
  client_id: z.string().max(255).optional(),
  state: z.string().max(255).optional(),
  from_widget: z.string().optional(),
  error: z.string().max(255).optional(),
});

export type Grant = { code: string; referer: string; fromWidget: boolean };

export function readCallback(
  query: Record<string, string>,
  cookieState: string | undefined,
  clientId: Config['amocrm']['clientId'],
): Result<Grant, HttpFailure> {
  const parsed = querySchema.safeParse(query);
  if (!parsed.success) {
    return refused('install.malformed', 'Адрес не похож на ответ amoCRM. Начните установку заново.');
  }
  const { code, client_id, state, from_widget, error } = parsed.data;
  const referer = parsed.data.referer?.toLowerCase() ?? '';
  if (error !== undefined) {
    return refused(
      'install.denied',
      'В amoCRM отказались дать доступ. Начните установку заново и разрешите его.',
    );
  }
  if (client_id !== clientId) {
    return refused('install.client', 'Это ответ для другой интеграции.');
  }
  // The secret goes to this host: only amoCRM's own (amocrm-api.md §1.2).
  if (!isAmocrmDomain(referer)) {
    return refused('install.referer', 'Адрес аккаунта не принадлежит amoCRM.');
  }
  if (state !== undefined && state !== cookieState) {
    return refused('install.state', 'Установка начата в другом окне или слишком давно. Начните её заново.');
  }
  if (code === undefined) {
    return refused('install.malformed', 'amoCRM не передал код. Начните установку заново.');
  }
  return ok({ code, referer, fromWidget: from_widget === '1' });
}

function refused(code: string, message: string): Result<never, HttpFailure> {
  return err({ status: 400, code, message });
}
