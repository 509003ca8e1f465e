import { defineMessages } from '../../ui/i18n.ts';

export const ru = {
  title: 'Этап → статус визита',
  on: 'Этап сделки меняет статус визита в ArchiMed+',
  'on.hint':
    'Пример: менеджер перенёс сделку на «Подтвердил» — в ArchiMed+ визит станет «Подтверждён». Только для этапов из таблицы.',
  'col.stage': 'Сделку перенесли на этап',
  'col.status': 'Визит получит статус',
  'stage.label': 'Этап, строка {n}',
  'status.label': 'Статус для этапа, строка {n}',
  'stage.choose': 'Выберите этап',
  'status.choose': 'Выберите статус',
  add: 'Добавить этап',
  remove: 'Убрать',
  'remove.label': 'Убрать строку {n}',
  'fault.stage.missing': 'Выберите этап.',
  'fault.stage.twice': 'Этот этап уже есть выше.',
  'fault.stage.lost': 'Этого этапа в amoCRM больше нет. Выберите другой.',
  'fault.status.missing': 'Выберите статус.',
  'fault.status.gone': 'Этого статуса в ArchiMed+ больше нет. Выберите другой.',
  'fault.none': 'Добавьте хотя бы один этап или выключите.',
  'status.gone': 'удалённый статус {id}',
  loop: 'Получится круг: этап «{stage}» ставит визиту статус «{status}», а {where} переносит с ним сделку на «{to}». Выберите здесь другой статус или поправьте таблицу.',
  'loop.table': 'таблица филиала',
  'loop.else': 'строка «Иначе»',
  'loop.rule': 'правило {n}',
  conflict: 'Если этап и статус изменили одновременно',
  'conflict.archimed': 'Побеждает ArchiMed+',
  'conflict.archimed.hint':
    'Пример: регистратура отменила визит, а менеджер перенёс сделку на «Подтвердил». Визит останется отменённым, сделка перейдёт на этап отмены.',
  'conflict.amocrm': 'Побеждает amoCRM',
  'conflict.amocrm.hint':
    'В том же примере визит снова станет подтверждённым, сделка останется на «Подтвердил».',
  'conflict.latest': 'Последнее изменение',
  'conflict.latest.hint':
    'В том же примере решит время: менеджер перенёс сделку позже отмены — визит снова подтверждён, раньше — отменён.',
  'change.row': 'Этап «{stage}», статус визита',
  'change.none': 'не менять',
  'error.statuses.two_way_loop':
    'Этап ставит статус, который переносит сделку на другой этап: получается круг. Измените строку в «Этап → статус визита».',
  'error.statuses.repeated_stage': 'Этап указан дважды в «Этап → статус визита». Оставьте одну строку.',
} as const;

export const en: Readonly<Record<keyof typeof ru, string>> = {
  title: 'Stage → status of the visit',
  on: 'The stage of the deal changes the status of the visit in ArchiMed+',
  'on.hint':
    'Example: a manager moves the deal to “Confirmed” — the visit becomes “Confirmed” in ArchiMed+. Only for the stages of the table.',
  'col.stage': 'The deal was moved to the stage',
  'col.status': 'The visit gets the status',
  'stage.label': 'Stage, row {n}',
  'status.label': 'Status for the stage, row {n}',
  'stage.choose': 'Choose a stage',
  'status.choose': 'Choose a status',
  add: 'Add a stage',
  remove: 'Remove',
  'remove.label': 'Remove row {n}',
  'fault.stage.missing': 'Choose a stage.',
  'fault.stage.twice': 'This stage stands above already.',
  'fault.stage.lost': 'This stage is gone from amoCRM. Choose another one.',
  'fault.status.missing': 'Choose a status.',
  'fault.status.gone': 'This status is gone from ArchiMed+. Choose another one.',
  'fault.none': 'Add at least one stage or switch it off.',
  'status.gone': 'deleted status {id}',
  loop: 'This makes a circle: the stage “{stage}” gives the visit the status “{status}”, and {where} then moves the deal to “{to}”. Choose another status here or mend the table.',
  'loop.table': 'the table of the branch',
  'loop.else': 'the row “Else”',
  'loop.rule': 'rule {n}',
  conflict: 'If stage and status were changed at the same time',
  'conflict.archimed': 'ArchiMed+ prevails',
  'conflict.archimed.hint':
    'Example: reception cancelled the visit while a manager moved the deal to “Confirmed”. The visit stays cancelled, the deal goes to the stage of cancellation.',
  'conflict.amocrm': 'amoCRM prevails',
  'conflict.amocrm.hint':
    'In the same example the visit becomes confirmed again, the deal stays in “Confirmed”.',
  'conflict.latest': 'The last change',
  'conflict.latest.hint':
    'In the same example the time decides: deal moved after the cancellation — confirmed again, before — cancelled.',
  'change.row': 'Stage “{stage}”, status of the visit',
  'change.none': 'unchanged',
  'error.statuses.two_way_loop':
    'A stage sets a status that moves the deal to another stage: a circle. Change the row in “Stage → status of the visit”.',
  'error.statuses.repeated_stage': 'A stage stands twice in “Stage → status of the visit”. Keep one row.',
};

export const t = defineMessages(ru, en);
