import { defineMessages } from '../../ui/i18n.ts';

export const ru = {
  what: 'Что сделать с записью',
  'what.status': 'Поставить статус',
  'what.cancel': 'Отменить запись',
  status: 'Статус',
  'status.choose': 'Выберите статус',
  'status.hint': 'Статусы у филиалов свои: в каждом ставится тот, который это означает.',
  'status.exact': 'Статус: {branch}',
  'status.byMeaning': 'По значению: «{name}»',
  'status.byMeaning.none': 'По значению',
  'status.none':
    'В этом филиале нет статуса с таким значением: выберите статус здесь, иначе его записи не изменятся.',
  'status.gone': 'Выбранного статуса больше нет',
  'meaning.booked': 'записан',
  'meaning.confirmed': 'подтверждён',
  'meaning.arrived': 'пришёл',
  'meaning.completed': 'приём состоялся',
  'meaning.no-show': 'не пришёл',
  'meaning.cancelled': 'отменён',
  reason: 'Причина отмены',
  'reason.of': 'Причина отмены: {branch}',
  'reason.none': 'Без причины',
  'reason.gone': 'Выбранной причины больше нет',
  unread: 'Список этого филиала сейчас не читается. Что выбрано раньше, останется.',
  note: 'Меняется ближайшая запись сделки. Ничего не произойдёт, если записи нет или если сделка уже ушла с этапа (кроме действия при выходе с него). Что вышло и почему, видно в «Истории запросов».',
  loading: 'Загружаем списки клиники…',
  notAdmin:
    'Это действие настраивает администратор аккаунта или сотрудник с правом «администрирование» во всех филиалах.',
  noToken: 'Ключ этого действия на сервере не читается. Сообщите тому, кто ведёт сервер виджета.',
  noBranch: 'Ни один филиал ещё не включён. Подключите клинику в настройках виджета, затем вернитесь сюда.',
  retry: 'Повторить',
} as const;

export const en: Readonly<Record<keyof typeof ru, string>> = {
  what: 'What to do with the visit',
  'what.status': 'Set its status',
  'what.cancel': 'Cancel the visit',
  status: 'Status',
  'status.choose': 'Choose a status',
  'status.hint': 'Each branch has statuses of its own: the one that means this is set.',
  'status.exact': 'Status: {branch}',
  'status.byMeaning': 'By meaning: “{name}”',
  'status.byMeaning.none': 'By meaning',
  'status.none':
    'This branch has no status with this meaning: choose one here, else its visits will not change.',
  'status.gone': 'The chosen status is gone',
  'meaning.booked': 'booked',
  'meaning.confirmed': 'confirmed',
  'meaning.arrived': 'arrived',
  'meaning.completed': 'completed',
  'meaning.no-show': 'did not come',
  'meaning.cancelled': 'cancelled',
  reason: 'Reason for the cancellation',
  'reason.of': 'Reason for the cancellation: {branch}',
  'reason.none': 'No reason',
  'reason.gone': 'The chosen reason is gone',
  unread: 'The list of this branch cannot be read now. What was chosen before stays.',
  note: 'The next visit of the deal is changed. Nothing happens when there is none, or when the deal has left the stage by then (unless the action is for leaving it). What came of it and why is told in “History”.',
  loading: "Loading the clinic's lists…",
  notAdmin:
    'This action is set up by an administrator of the account or by a user who may administer all branches.',
  noToken: 'The key of this action cannot be read on the server. Tell whoever runs it.',
  noBranch:
    'No branch is switched on yet. Connect the clinic in the settings of the widget, then come back here.',
  retry: 'Try again',
};

export const t = defineMessages(ru, en);
