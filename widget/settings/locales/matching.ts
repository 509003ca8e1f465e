import { defineMessages } from '../../ui/i18n.ts';

export const ru = {
  intro: 'Как находится сделка для визита, который записала регистратура.',
  search: 'Искать существующие сделки',
  'search.hint': 'По пациенту и по телефону. Выключено — сделка находится только по ID записи.',
  stages: 'Искать на этапах',
  'stages.allOpen': 'На всех открытых этапах',
  'stages.allOpen.hint': 'Закрытые сделки не берутся. Выключите, чтобы выбрать этапы самим.',
  'stages.hint': 'Успешные и закрытые сделки берутся, только если отметить их здесь.',
  'error.stages': 'Выберите хотя бы один этап.',
  idIsEnough: 'Совпадение ID достаточно',
  'idIsEnough.hint': 'Сделка с «ID записи ArchiMed+» этого визита подходит на любом этапе, даже закрытая.',
  keepTitle: 'Не менять название',
  'keepTitle.hint':
    'Выключено — найденная сделка получит название по шаблону, например «Запись: Соколова А. И., 27 ноября».',
  priority: 'Приоритет, если подходят несколько сделок',
  'priority.earliest': 'Созданная раньше всех',
  'priority.latest': 'Созданная последней',
  'priority.updated': 'Изменённая последней',
} as const;

export const en: Readonly<Record<keyof typeof ru, string>> = {
  intro: 'How the deal is found for a visit that reception booked.',
  search: 'Look for existing deals',
  'search.hint': 'By patient and by phone. Off: a deal is found by the visit ID only.',
  stages: 'Look on stages',
  'stages.allOpen': 'On all open stages',
  'stages.allOpen.hint': 'Closed deals are not taken. Switch off to choose the stages yourself.',
  'stages.hint': 'Won and lost deals are taken only if ticked here.',
  'error.stages': 'Choose at least one stage.',
  idIsEnough: 'A matching ID is enough',
  'idIsEnough.hint':
    'A deal with the “ID записи ArchiMed+” of this visit fits on any stage, even a closed one.',
  keepTitle: 'Keep the title',
  'keepTitle.hint':
    'Off: a found deal gets the title of the template, for example “Запись: Соколова А. И., 27 ноября”.',
  priority: 'Priority, if several deals fit',
  'priority.earliest': 'Created first',
  'priority.latest': 'Created last',
  'priority.updated': 'Changed last',
};

export const t = defineMessages(ru, en);
