import { defineMessages } from '../../ui/i18n.ts';

export const ru = {
  intro: 'Как находится сделка для визита, который записала регистратура.',
  search: 'Искать существующие сделки',
  'search.hint':
    'По пациенту и по телефону. Пример: пациент оставил заявку на сайте, а записался в регистратуре — запись попадёт в эту сделку. Выключено — только по ID записи.',
  stages: 'Искать на этапах',
  'stages.allOpen': 'На всех открытых этапах',
  'stages.allOpen.hint':
    'Закрытые сделки не берутся. Выключите, чтобы выбрать этапы самим: например, только «Новая заявка» и «В работе».',
  'stages.hint': 'Успешные и закрытые сделки берутся, только если отметить их здесь.',
  'error.stages': 'Выберите хотя бы один этап.',
  idIsEnough: 'Совпадение ID достаточно',
  'idIsEnough.hint':
    'Сделка с «ID записи ArchiMed+» этого визита подходит на любом этапе. Пример: сделку закрыли, а приём перенесли — она всё равно обновится.',
  keepTitle: 'Не менять название',
  'keepTitle.hint':
    'Выключено — найденная сделка получит название по шаблону, например «Запись: Соколова А. И., 27 ноября».',
  priority: 'Приоритет, если подходят несколько сделок',
  'priority.earliest': 'Созданная раньше всех',
  'priority.earliest.hint': 'Пример: из заявок 1 и 20 ноября — первая.',
  'priority.latest': 'Созданная последней',
  'priority.latest.hint': 'Пример: из заявок 1 и 20 ноября — вторая.',
  'priority.updated': 'Изменённая последней',
  'priority.updated.hint': 'Пример: в заявку 1 ноября только что написал менеджер — она.',
} as const;

export const en: Readonly<Record<keyof typeof ru, string>> = {
  intro: 'How the deal is found for a visit that reception booked.',
  search: 'Look for existing deals',
  'search.hint':
    'By patient and by phone. Example: a request came from the site, the patient was booked at reception; the visit goes into that deal. Off: by the visit ID only.',
  stages: 'Look on stages',
  'stages.allOpen': 'On all open stages',
  'stages.allOpen.hint':
    'Closed deals are not taken. Switch off to choose the stages yourself, for example only “New” and “In work”.',
  'stages.hint': 'Won and lost deals are taken only if ticked here.',
  'error.stages': 'Choose at least one stage.',
  idIsEnough: 'A matching ID is enough',
  'idIsEnough.hint':
    'A deal with the “ID записи ArchiMed+” of this visit fits on any stage. Example: the deal was closed, the visit moved, it is updated all the same.',
  keepTitle: 'Keep the title',
  'keepTitle.hint':
    'Off: a found deal gets the title of the template, for example “Запись: Соколова А. И., 27 ноября”.',
  priority: 'Priority, if several deals fit',
  'priority.earliest': 'Created first',
  'priority.earliest.hint': 'Example: of requests of 1 and 20 November, the first.',
  'priority.latest': 'Created last',
  'priority.latest.hint': 'Example: of requests of 1 and 20 November, the second.',
  'priority.updated': 'Changed last',
  'priority.updated.hint': 'Example: a manager has just written in that of 1 November, so that one.',
};

export const t = defineMessages(ru, en);
