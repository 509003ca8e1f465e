/** Codes of failed reads as a sentence and what to do about it (product.md §3.5, «Состояние»). */
type Words = { message: string; advice: string };

const WAIT =
  'Обычно проходит само: опрос повторяется. Если длится дольше часа, сообщите в поддержку ArchiMed+.';

const sentences: Record<string, Words> = {
  'archimed.forbidden': {
    message: 'ArchiMed+ не принимает ключ этого филиала.',
    advice:
      'Проверьте API ID и API Secret в разделе «Филиалы» или запросите новый ключ в поддержке ArchiMed+.',
  },
  'archimed.rate_limited': {
    message: 'ArchiMed+ просит подождать: слишком много запросов.',
    advice: WAIT,
  },
  'archimed.unavailable': { message: 'ArchiMed+ сейчас недоступен.', advice: WAIT },
  'archimed.network': { message: 'До ArchiMed+ не удаётся достучаться.', advice: WAIT },
  'archimed.timeout': { message: 'ArchiMed+ не ответил вовремя.', advice: WAIT },
  'archimed.list_shrunk': {
    message:
      'Список записей пришёл пустым или гораздо короче прежнего: он отложен, записи не считаются отменёнными.',
    advice:
      'Проверьте расписание в ArchiMed+. Если записей действительно стало мало, подтвердите список; иначе ничего не делайте.',
  },
  'amocrm.blocked': {
    message: 'amoCRM закрыл API этого аккаунта.',
    advice: 'Обратитесь в поддержку amoCRM. События ждут и будут выполнены, когда доступ вернётся.',
  },
  'amocrm.no_token': {
    message: 'amoCRM отозвал доступ.',
    advice: 'Переустановите виджет под администратором аккаунта. Ждущие события продолжатся сами.',
  },
  'amocrm.unpaid': {
    message: 'Аккаунт amoCRM не оплачен: запись в него закрыта.',
    advice: 'Оплатите аккаунт amoCRM. Ждущие события продолжатся сами.',
  },
  'amocrm.forbidden': {
    message: 'amoCRM не разрешил действие: не хватает прав.',
    advice: 'Подключите виджет под администратором аккаунта amoCRM.',
  },
  'amocrm.invalid': {
    message: 'amoCRM не принял данные.',
    advice: 'Откройте «Историю запросов»: у события названо поле, которое не принято.',
  },
};

const aliases: Record<string, string> = {
  'archimed.unreadable_token': 'archimed.forbidden',
  'amocrm.unauthorized': 'amocrm.no_token',
};

export function troubleWords(code: string): Words {
  const known = sentences[aliases[code] ?? code];
  if (known) {
    return known;
  }
  return code.startsWith('amocrm.')
    ? {
        message: 'amoCRM сейчас недоступен.',
        advice: 'Обычно проходит само: попытки повторяются по расписанию.',
      }
    : {
        message: 'ArchiMed+ ответил непонятно.',
        advice: 'Скопируйте диагностику и отправьте её в поддержку.',
      };
}
