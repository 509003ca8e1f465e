import { defineMessages } from '../../ui/i18n.ts';

/** What to do about a reason, by its code. The reason itself is the server's own sentence. */
export const ru = {
  'event.crashes': 'Повторите событие. Если не поможет, сообщите в поддержку виджета.',
  'event.gave_up': 'Когда причина устранена, нажмите «Повторить»: сделанное раньше не повторится.',
  'breaker.discarded': 'Так решил администратор. Если запись всё же нужна в сделке, нажмите «Повторить».',
  'branch.off': 'Включите филиал в разделе «Филиалы», затем повторите событие.',
  'match.suspended': 'Восстановите сделку в amoCRM: связь оживёт сама.',
  'match.deal_deleted': 'Восстановите сделку в amoCRM: связь оживёт сама.',
  'match.waits_review': 'Решите, кто этот пациент, в очереди проверки в разделе «Состояние».',
  'match.doubt': 'Решите, кто этот пациент, в очереди проверки в разделе «Состояние».',
  'match.gone': 'Делать ничего не нужно: записи больше нет.',
  'match.no_stage': 'Выберите этап для новых сделок в разделе «Автоматизация», затем повторите событие.',
  'match.creation_off':
    'Чтобы такие записи создавали сделки, выключите «Не создавать сделку при записи из ArchiMed+» в филиале.',
  'plan.other_visit': 'Этап и поля берутся из записи, которая ведёт сделку. Откройте историю сделки.',
  'stage.refused': 'Проверьте этап в разделе «Статусы», затем повторите событие.',
  'stage.gone': 'Выберите другой этап в разделе «Статусы», затем повторите событие.',
  'stage.off': 'Чтобы статусы двигали сделки, выберите другой режим в разделе «Статусы».',
  'stage.protected': 'Чтобы сделки с этого этапа переносились, снимите защиту в разделе «Автоматизация».',
  'stage.closed':
    'Чтобы переносить и закрытые сделки, отметьте «и закрытые сделки» у статуса в разделе «Статусы».',
  'stage.pipeline': 'Добавьте воронку к синхронизируемым в разделе «Автоматизация».',
  'stage.rule_unknown': 'Проверьте условия правил в разделе «Статусы».',
  'stage.unmapped': 'Задайте этап для этого статуса в разделе «Статусы».',
  'stage.already': 'Делать ничего не нужно.',
  'stage.same_status':
    'Этап меняется только вместе со статусом визита. Если сделку перенёс менеджер, она останется там до следующей смены статуса.',
  'fields.gone': 'Выберите другое поле в разделе «Поля».',
  'fields.refused': 'Проверьте поле в amoCRM и в разделе «Поля».',
  'fields.unfit': 'Выберите поле подходящего типа в разделе «Поля».',
  'fields.too_many_options': 'Выберите для услуг текстовое поле в разделе «Поля».',
  'match.no_phone': 'Добавьте пациенту телефон в ArchiMed+: сделка найдётся при следующем изменении записи.',
  'match.search_off': 'Включите поиск существующих сделок в разделе «Поиск дублей».',
} as const;

export const en: Readonly<Record<keyof typeof ru, string>> = {
  'event.crashes': 'Retry the event. If that does not help, tell the support of the widget.',
  'event.gave_up': 'When the cause is gone, press “Retry”: what was done already is not done again.',
  'breaker.discarded': 'An administrator decided so. If the visit is wanted in the deal, press “Retry”.',
  'branch.off': 'Switch the branch on in “Branches”, then retry the event.',
  'match.suspended': 'Restore the deal in amoCRM: the link comes back by itself.',
  'match.deal_deleted': 'Restore the deal in amoCRM: the link comes back by itself.',
  'match.waits_review': 'Decide who the patient is in the review queue in “State”.',
  'match.doubt': 'Decide who the patient is in the review queue in “State”.',
  'match.gone': 'Nothing has to be done: the visit is gone.',
  'match.no_stage': 'Choose the stage of new deals in “Automation”, then retry the event.',
  'match.creation_off':
    'For such visits to create deals switch off “Do not create a deal for visits from ArchiMed+” in the branch.',
  'plan.other_visit': 'Stage and fields follow the visit that drives the deal. Open the story of the deal.',
  'stage.refused': 'Check the stage in “Statuses”, then retry the event.',
  'stage.gone': 'Choose another stage in “Statuses”, then retry the event.',
  'stage.off': 'For statuses to move deals choose another mode in “Statuses”.',
  'stage.protected': 'For deals to leave this stage take its protection off in “Automation”.',
  'stage.closed': 'To move closed deals, too, tick that beside the status in “Statuses”.',
  'stage.pipeline': 'Add the pipeline to the synchronised ones in “Automation”.',
  'stage.rule_unknown': 'Check the conditions of the rules in “Statuses”.',
  'stage.unmapped': 'Choose a stage for this status in “Statuses”.',
  'stage.already': 'Nothing has to be done.',
  'stage.same_status':
    'The stage changes only with the status of the visit. A deal that a manager moved stays there until the next change of the status.',
  'fields.gone': 'Choose another field in “Fields”.',
  'fields.refused': 'Check the field in amoCRM and in “Fields”.',
  'fields.unfit': 'Choose a field of a fitting type in “Fields”.',
  'fields.too_many_options': 'Choose a text field for services in “Fields”.',
  'match.no_phone': 'Add a phone to the patient in ArchiMed+: the deal is found when the visit next changes.',
  'match.search_off': 'Switch the search for existing deals on in “Duplicate search”.',
};

export const t = defineMessages(ru, en);
