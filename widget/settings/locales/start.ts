import { defineMessages } from '../../ui/i18n.ts';

export const ru = {
  intro: 'Шесть шагов от ключей до работы. Можно прерваться в любой момент: продолжите с того же места.',
  steps: 'Шаги подключения',
  'state.done': 'готово',
  'state.now': 'сейчас',
  'state.later': 'потом',
  back: 'Назад',
  next: 'Далее',
  saveAndNext: 'Сохранить и далее',
  unfinished: 'Подключение не закончено: визиты пока не двигают сделки.',
  continue: 'Продолжить подключение',
  needsKeys: 'Сначала вставьте ключи: без них в ArchiMed+ ничего не прочитать.',
  toKeys: 'К ключам',
  keys: 'Ключи',
  'keys.title': 'Вставьте ключи ArchiMed+',
  'keys.text': 'Пару ключей выдаёт поддержка ArchiMed+. После сохранения сразу проверим, подходит ли она.',
  'keys.blocked': 'Дальше — когда ключи подойдут.',
  directories: 'Справочники',
  'directories.title': 'Проверьте, что прислала клиника',
  'directories.text':
    'Врачи, корпуса и статусы визитов загружены из ArchiMed+. Если чего-то не хватает, попросите поддержку ArchiMed+ открыть это для API.',
  'directories.again': 'Загрузить ещё раз',
  'directories.blocked': 'Дальше — когда справочники загрузятся.',
  statuses: 'Статусы',
  'statuses.title': 'Куда переносить сделку',
  'statuses.text':
    'Для каждого статуса визита — этап сделки. Предложенное по названиям отмечено пунктиром: проверьте и поправьте.',
  'statuses.skip': 'Можно пропустить: пока этапы не сохранены, сделки не переносятся.',
  fields: 'Поля',
  'fields.title': 'Создайте поля',
  'fields.text': 'Проще всего нажать «Создать все». Если нужные поля в amoCRM уже есть, выберите их.',
  'fields.blocked': 'Дальше — когда заданы оба системных поля.',
  check: 'Проверка',
  'check.title': 'Посмотрите, что будет',
  'check.text':
    'Придуманная запись, как если бы филиал был включён: какая сделка, куда перейдёт, что заполнится. Поменяйте статус, этап или выберите настоящую запись. Ничего не записывается.',
  enable: 'Включение',
  'enable.title': 'Включите филиал',
  'enable.text':
    'Первое чтение только запомнит, что есть сейчас. Сделки двигаются по изменениям, которые случатся позже.',
  'enable.done':
    'Клиника подключена. Попробуйте: запишите в ArchiMed+ пациента, у которого есть открытая сделка, — она перейдёт сама. Записывать из amoCRM могут её администраторы и те, кому дан доступ в «Пользователях».',
  'enable.users': 'Открыть «Пользователи»',
  'enable.branches': 'Открыть «Филиалы»',
} as const;

export const en: Readonly<Record<keyof typeof ru, string>> = {
  intro: 'Six steps from the keys to work. You can stop at any moment and go on from the same place.',
  steps: 'Steps of the connection',
  'state.done': 'done',
  'state.now': 'now',
  'state.later': 'later',
  back: 'Back',
  next: 'Next',
  saveAndNext: 'Save and go on',
  unfinished: 'The connection is not finished: visits do not move deals yet.',
  continue: 'Go on with the connection',
  needsKeys: 'Paste the keys first: nothing can be read from ArchiMed+ without them.',
  toKeys: 'To the keys',
  keys: 'Keys',
  'keys.title': 'Paste the ArchiMed+ keys',
  'keys.text': 'ArchiMed+ support gives out the key pair. Once saved it is tested at once.',
  'keys.blocked': 'You can go on once the keys work.',
  directories: 'Directories',
  'directories.title': 'Check what the clinic has sent',
  'directories.text':
    'Doctors, buildings and visit statuses are loaded from ArchiMed+. If something is missing, ask ArchiMed+ support to open it to the API.',
  'directories.again': 'Load again',
  'directories.blocked': 'You can go on once the directories are loaded.',
  statuses: 'Statuses',
  'statuses.title': 'Where to move the deal',
  'statuses.text':
    'A stage of the deal for each visit status. What is suggested by name has a dashed border: check and correct it.',
  'statuses.skip': 'You can skip this: until stages are saved, deals are not moved.',
  fields: 'Fields',
  'fields.title': 'Create the fields',
  'fields.text': 'The easiest way is “Create all”. If amoCRM has the fields already, choose them.',
  'fields.blocked': 'You can go on once both system fields are set.',
  check: 'Dry run',
  'check.title': 'See what would happen',
  'check.text':
    'An invented visit, as if the branch were on: which deal, where it moves, what is filled in. Change the status or the stage, or pick a real visit. Nothing is written.',
  enable: 'Switching on',
  'enable.title': 'Switch the branch on',
  'enable.text':
    'The first reading only takes stock of what is there. Deals move by changes that happen later.',
  'enable.done':
    'The clinic is connected. Try it: book a patient who has an open deal in ArchiMed+, and the deal moves by itself. Who can book from amoCRM: its administrators and those who are given access in “Users”.',
  'enable.users': 'Open “Users”',
  'enable.branches': 'Open “Branches”',
};

export const t = defineMessages(ru, en);
