import type { ApiError } from './http.ts';
import { defineMessages, getLang } from './i18n.ts';
import { en } from './locales/en.ts';
import { ru } from './locales/ru.ts';

export const t = defineMessages(ru, en);

type Key = keyof typeof ru;

/** One or two plain sentences for people: the code is translated, the server's message is the fall-back. */
export function errorText(error: ApiError): string {
  const key = `error.${error.code}`;
  if (isKey(key)) return t(key, { message: error.message });
  if (error.code.startsWith('session.') || error.status === 401) return t('error.session');
  // The server's sentences are Russian.
  if (error.message !== '' && getLang() === 'ru') return error.message;
  switch (error.status) {
    case 403:
      return t('error.forbidden');
    case 404:
      return t('error.not_found');
    case 429:
      return t('error.rate');
    case 502:
    case 503:
    case 504:
      return t('error.upstream');
    default:
      return t('error.unknown');
  }
}

/** «205» → «каб. 205»; «Процедурная», «Кабинет № 5» say themselves what they are. */
export function roomText(room: string): string {
  return /^\d/.test(room) ? t('room', { room }) : room;
}

function isKey(key: string): key is Key {
  return Object.hasOwn(ru, key);
}
