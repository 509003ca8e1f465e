import type { AmocrmFailure } from '../amocrm/failure.ts';
import type { ArchimedFailure } from '../archimed/failure.ts';

/** A failure on its way to the browser: status, stable code, Russian sentence. Crosses RPC as plain data. */
export type ApiFailure = {
  status: 400 | 403 | 404 | 409 | 422 | 429 | 502 | 503 | 504;
  code: string;
  message: string;
  details?: unknown;
};

type Told = {
  status: ApiFailure['status'];
  code: string;
  /** What happened, as a person would say it. */
  what: string;
  /** What to do about it. */
  remedy: string;
  /** The same where nobody waits and the work is repeated by itself; left out: as `remedy`. */
  meanwhile?: string;
};

/** Every way in which ArchiMed+ fails us. */
export const archimedFailures: Record<ArchimedFailure['kind'], Told> = {
  unreadable_token: {
    status: 502,
    code: 'archimed.key_refused',
    what: 'ArchiMed+ не принимает ключ этого филиала.',
    remedy: 'Проверьте API ID и API Secret.',
    meanwhile: 'Введите новые API ID и API Secret в разделе «Филиалы»: всё, что ждёт, выполнится само.',
  },
  forbidden: {
    status: 502,
    code: 'archimed.key_refused',
    what: 'ArchiMed+ не принимает ключ этого филиала.',
    remedy: 'Проверьте API ID и API Secret.',
    meanwhile: 'Введите новые API ID и API Secret в разделе «Филиалы»: всё, что ждёт, выполнится само.',
  },
  invalid: {
    status: 422,
    code: 'archimed.invalid',
    what: 'ArchiMed+ не принял данные.',
    remedy: 'Проверьте запись на ресепшене.',
  },
  not_found: {
    status: 404,
    code: 'archimed.not_found',
    what: 'В ArchiMed+ этого больше нет.',
    remedy: 'Проверьте запись на ресепшене.',
  },
  rate_limited: {
    status: 502,
    code: 'archimed.busy',
    what: 'ArchiMed+ просит подождать: слишком много запросов.',
    remedy: 'Повторите позже.',
    meanwhile: 'Запросы пойдут реже сами, делать ничего не нужно.',
  },
  timeout: {
    status: 504,
    code: 'archimed.timeout',
    what: 'ArchiMed+ не ответил вовремя.',
    remedy: 'Повторите позже.',
    meanwhile:
      'Запрос повторится сам. Если так дольше часа, проверьте, открывается ли ArchiMed+, и сообщите его поддержке.',
  },
  unavailable: {
    status: 502,
    code: 'archimed.unavailable',
    what: 'ArchiMed+ сейчас недоступен.',
    remedy: 'Повторите, когда он снова заработает.',
    meanwhile:
      'Запрос повторится сам. Если так дольше часа, проверьте, открывается ли ArchiMed+, и сообщите его поддержке.',
  },
  network: {
    status: 502,
    code: 'archimed.unavailable',
    what: 'ArchiMed+ сейчас недоступен.',
    remedy: 'Повторите, когда он снова заработает.',
    meanwhile:
      'Запрос повторится сам. Если так дольше часа, проверьте, открывается ли ArchiMed+, и сообщите его поддержке.',
  },
  bad_reply: {
    status: 502,
    code: 'archimed.bad_reply',
    what: 'ArchiMed+ ответил непонятно.',
    remedy: 'Сообщите в поддержку виджета.',
    meanwhile: 'Запрос повторится сам. Если так дольше часа, сообщите в поддержку виджета.',
  },
};

/** Every way in which amoCRM fails us. */
export const amocrmFailures: Record<AmocrmFailure['kind'], Told> = {
  no_token: {
    status: 502,
    code: 'amocrm.reauth_required',
    what: 'amoCRM отозвал доступ.',
    remedy: 'Переустановите виджет.',
    meanwhile: 'Отключите и снова установите виджет от имени администратора: всё, что ждёт, выполнится само.',
  },
  unauthorized: {
    status: 502,
    code: 'amocrm.reauth_required',
    what: 'amoCRM отозвал доступ.',
    remedy: 'Переустановите виджет.',
    meanwhile: 'Отключите и снова установите виджет от имени администратора: всё, что ждёт, выполнится само.',
  },
  blocked: {
    status: 502,
    code: 'amocrm.blocked',
    what: 'amoCRM закрыл API этого аккаунта.',
    remedy: 'Обратитесь в поддержку amoCRM.',
    meanwhile: 'Обратитесь в поддержку amoCRM: после снятия запрета всё продолжится само.',
  },
  forbidden: {
    status: 502,
    code: 'amocrm.forbidden',
    what: 'amoCRM не разрешил это действие: не хватает прав.',
    remedy: 'Пусть виджет установит администратор аккаунта.',
    meanwhile: 'Пусть виджет установит администратор аккаунта: всё, что ждёт, выполнится само.',
  },
  unpaid: {
    status: 502,
    code: 'amocrm.unpaid',
    what: 'Аккаунт amoCRM не оплачен: запись в него закрыта.',
    remedy: 'Оплатите его.',
    meanwhile: 'Оплатите его: всё, что ждёт, выполнится само.',
  },
  not_found: {
    status: 404,
    code: 'amocrm.not_found',
    what: 'В amoCRM этого больше нет.',
    remedy: 'Откройте сделку и проверьте её.',
  },
  invalid: {
    status: 422,
    code: 'amocrm.invalid',
    what: 'amoCRM не принял данные.',
    remedy: 'Проверьте поля и этапы в настройках.',
  },
  rate_limited: {
    status: 502,
    code: 'amocrm.busy',
    what: 'amoCRM просит подождать: слишком много запросов.',
    remedy: 'Повторите позже.',
    meanwhile: 'Запросы пойдут реже сами, делать ничего не нужно.',
  },
  timeout: {
    status: 504,
    code: 'amocrm.timeout',
    what: 'amoCRM не ответил вовремя.',
    remedy: 'Повторите позже.',
    meanwhile: 'Запрос повторится сам; сделанное не удвоится.',
  },
  unavailable: {
    status: 502,
    code: 'amocrm.unavailable',
    what: 'amoCRM сейчас недоступен.',
    remedy: 'Повторите, когда он снова заработает.',
    meanwhile: 'Запрос повторится сам. Если так дольше часа, проверьте, открывается ли amoCRM.',
  },
  network: {
    status: 502,
    code: 'amocrm.unavailable',
    what: 'amoCRM сейчас недоступен.',
    remedy: 'Повторите, когда он снова заработает.',
    meanwhile: 'Запрос повторится сам. Если так дольше часа, проверьте, открывается ли amoCRM.',
  },
  bad_reply: {
    status: 502,
    code: 'amocrm.bad_reply',
    what: 'amoCRM ответил непонятно.',
    remedy: 'Сообщите в поддержку виджета.',
    meanwhile: 'Запрос повторится сам. Если так дольше часа, сообщите в поддержку виджета.',
  },
};

/** ArchiMed+ failed and nothing was done. */
export function archimedProblem(failure: ArchimedFailure): ApiFailure {
  const { status, code, what, remedy } = archimedFailures[failure.kind];
  const own = failure.kind === 'invalid' ? failure.message : null;
  return problem(status, code, own ?? `${what} ${remedy}`);
}

/** amoCRM failed and nothing was done. */
export function amocrmProblem(failure: AmocrmFailure): ApiFailure {
  const { status, code, what, remedy } = amocrmFailures[failure.kind];
  return problem(
    status,
    code,
    `${what} ${remedy}`,
    failure.kind === 'invalid' ? failure.problems : undefined,
  );
}

type Words = Pick<Told, 'what' | 'remedy' | 'meanwhile'>;

export const otherFailures: Record<string, Words> = {
  'internal.crashes': {
    what: 'Обработка каждый раз прерывалась, ничего не сообщив.',
    remedy: 'Повторите событие. Если не поможет, сообщите в поддержку виджета.',
  },
  'internal.relinked': {
    what: 'Пока событие выполнялось, запись связали с другой сделкой.',
    remedy: 'Повторите событие.',
    meanwhile: 'Событие повторится само с новой сделкой.',
  },
  'internal.visit_busy': {
    what: 'В эту минуту запись меняет менеджер.',
    remedy: 'Повторите событие.',
    meanwhile: 'Событие повторится само через несколько секунд.',
  },
  'internal.person_unclear': {
    what: 'Того же пациента в эту минуту записывали ещё раз.',
    remedy: 'Повторите событие.',
    meanwhile: 'Событие повторится само, чтобы не создать второго контакта.',
  },
  'visits.refused': {
    what: 'ArchiMed+ отказал, ничего не записано.',
    remedy: 'Что ему не подошло, сказано в решении: измените это в клинике или запишите пациента иначе.',
  },
  'visits.slot_taken': {
    what: 'Это время успели занять, ничего не записано.',
    remedy: 'Выберите другое время.',
  },
  'visits.unknown_service': {
    what: 'Выбранной услуги больше нет в прайсе ArchiMed+, ничего не записано.',
    remedy: 'Выберите другую услугу.',
  },
  'visits.unknown': {
    what: 'ArchiMed+ не ответил, создана ли запись, и в расписании её не видно.',
    remedy: 'Проверьте на ресепшене и, если записи нет, запишите пациента ещё раз.',
  },
  'visits.lost': {
    what: 'Данные заявки больше не читаются, ничего не записано.',
    remedy: 'Повторите действие в карточке сделки.',
  },
  'dp.settings': {
    what: 'Действие «Цифровой воронки» настроено не по справочникам клиники.',
    remedy: 'Исправьте то, что названо в решении, а эту запись измените вручную.',
  },
  'dp.circling': {
    what: 'Действия «Цифровой воронки» снова и снова меняют запись одной и той же сделки.',
    remedy: 'Проверьте действия этапов, по которым она ходит, и раздел «Статусы».',
  },
  'install.unreadable': {
    what: 'Адрес для событий amoCRM не читается: ключ шифрования сервера другой.',
    remedy: 'Сообщите тому, кто ведёт сервер виджета.',
  },
  'account.not_installed': {
    what: 'Виджет не подключён к аккаунту.',
    remedy: 'Установите его в amoCRM.',
  },
  'archimed.list_shrunk': {
    what: 'Список записей пришёл пустым или гораздо короче прежнего: он отложен, записи не считаются отменёнными.',
    remedy:
      'Проверьте расписание в ArchiMed+. Если записей действительно стало мало, подтвердите список; иначе ничего не делайте.',
  },
};

const internalFailure: Words = {
  what: 'Ошибка в самом виджете.',
  remedy: 'Сообщите в его поддержку.',
  meanwhile: 'Событие повторится само. Если не поможет, сообщите в поддержку виджета.',
};

/** What a code of an attempt or a poll means to people, and what to do about it. */
export function wordsOf(code: string): Words {
  const [side, kind] = code.split('.');
  const table: Partial<Record<string, Told>> =
    side === 'amocrm' ? amocrmFailures : side === 'archimed' ? archimedFailures : {};
  return (
    table[kind ?? ''] ??
    Object.values(table).find((told) => told?.code === code) ??
    otherFailures[code] ??
    internalFailure
  );
}

/** What to do about it while it is repeated by itself. */
export function meanwhileOf(code: string): string {
  const { remedy, meanwhile } = wordsOf(code);
  return meanwhile ?? remedy;
}

export function remedyOf(code: string): string {
  const { what, remedy } = wordsOf(code);
  return `${what} ${remedy}`;
}

export function problem(
  status: ApiFailure['status'],
  code: string,
  message: string,
  details?: unknown,
): ApiFailure {
  return details === undefined ? { status, code, message } : { status, code, message, details };
}

/** For logs: the database's own messages go on with the values of the query, which are left out. */
export function describeError(error: unknown): string {
  return error instanceof Error
    ? `${error.name}: ${error.message.split(/\nparams:/i)[0]?.slice(0, 300)}`
    : 'unknown';
}

export const notFound = (what = 'not_found'): ApiFailure => problem(404, what, 'Не найдено.');

export function httpStatusOf(failure: AmocrmFailure | ArchimedFailure): number | null {
  const known: Partial<Record<typeof failure.kind, number>> = {
    unauthorized: 401,
    unreadable_token: 401,
    unpaid: 402,
    blocked: 403,
    forbidden: 403,
    not_found: 404,
    rate_limited: 429,
  };
  if (failure.kind === 'unavailable') {
    return failure.status;
  }
  if (failure.kind === 'invalid') {
    return 'status' in failure ? failure.status : 400;
  }
  return known[failure.kind] ?? null;
}
