import { defineMessages } from '../../ui/i18n.ts';

export const ru = {
  intro: 'Что делается само: задачи, новые сделки, этапы, которых не касаемся.',
  'group.task': 'Задача менеджеру',
  'task.enabled': 'Ставить задачу при записи',
  'task.enabled.hint':
    'Одна задача на визит: например, «Подтвердить запись» за день до него. Перенесли визит — срок сдвинется, отменили — задача закроется.',
  'task.forReception': 'И для записей регистратуры',
  'task.forReception.hint':
    'Пример: регистратура записала пациента — менеджер получит задачу подтвердить. Выключено — задачи только по записям из amoCRM.',
  'task.text': 'Текст задачи',
  'task.type': 'Тип задачи',
  'task.type.unknown': 'удалённый тип {id}',
  'task.amount': 'Срок',
  'task.unit': 'Единица срока',
  'task.moment': 'Относительно чего',
  'task.when.hint': 'Если срок уже прошёл, задача ставится на час вперёд.',
  'amount.minutes': '{n} минута|{n} минуты|{n} минут',
  'amount.hours': '{n} час|{n} часа|{n} часов',
  'amount.days': '{n} день|{n} дня|{n} дней',
  'unit.minutes': 'минут',
  'unit.hours': 'часов',
  'unit.days': 'дней',
  'moment.before-visit': 'до визита',
  'moment.after-visit': 'после начала визита',
  'moment.after-booking': 'после записи',
  insert: 'Вставить',
  example: 'Получится: {text}',
  'template.unknown': 'Эти слова в скобках останутся как есть: {list}',
  'group.deals': 'Новые сделки',
  newDealStage: 'Создавать сделку на этапе',
  'newDealStage.hint':
    'Пример: пациент записался в регистратуре, сделки у него нет — она появится здесь. Нужен, если в «Филиалах» разрешено создавать сделки.',
  'newDealStage.none': 'Не создавать',
  newDealTitle: 'Название новой сделки',
  defaultResponsible: 'Ответственный, если у контакта его нет',
  'defaultResponsible.hint':
    'Пример: пациента ещё не было в amoCRM — новую сделку получит этот сотрудник. Обычно ответственный тот же, что у контакта.',
  'defaultResponsible.none': 'Не назначать',
  'defaultResponsible.inactive': '{name}, отключён в amoCRM',
  'group.stages': 'Этапы и воронки',
  protectedStages: 'Не обновлять на этапах',
  'protectedStages.hint':
    'Защищённые этапы: сделку отсюда не переносим, поля заполняем. Пример: «Юридический вопрос».',
  hideOnStages: 'Скрывать окно записи на этапах',
  'hideOnStages.hint':
    'В карточке сделки на этих этапах кнопки «Записать» не будет. Пример: «Закрыто и не реализовано».',
  journalPipelines: 'Журнал в воронках',
  'journalPipelines.hint':
    'Где видна кнопка «Журнал записи». Записи не меняются. Пример: только в воронке «Пациенты».',
  syncPipelines: 'Синхронизировать в воронках',
  'syncPipelines.hint': 'Сделки в других воронках не двигаем. Пример: воронка «Закупки» клиники не касается.',
  'syncPipelines.all': 'Во всех воронках',
  'group.policy': 'Записей на сделку',
  'policy.many': 'Несколько',
  'policy.many.hint':
    'В карточку всегда можно добавить ещё одну запись. Пример: УЗИ и приём — в одной сделке.',
  'policy.one': 'Одна запись на сделку',
  'policy.one.hint':
    'Новая запись — только когда прежние отменены или удалены. Пример: на повторный приём нужна своя сделка.',
  'policy.new-after-completed': 'Новая сделка после завершения',
  'policy.new-after-completed.hint':
    'Пока запись впереди, можно добавить ещё; после состоявшегося приёма для новой записи создаётся новая сделка. Пример: курс лечения в одной сделке, следующий — в новой.',
  'group.limits': 'Защита от лавины изменений',
  'limits.hint':
    'Больше за 10 минут — филиал остановится и подождёт вашего «да»: так ошибка в ArchiMed+ или в настройках не разнесёт все сделки. Пример: обычно переносится 20 сделок, а тут сразу 300.',
  'limits.moves': 'Переносов сделок за 10 минут',
  'limits.creations': 'Новых сделок за 10 минут',
  'group.history': 'История запросов',
  historyDays: 'Хранить историю, дней',
  'historyDays.hint': 'Старшее стирается понемногу каждый день. Записи, сделки и их связи остаются.',
  'group.alert': 'Предупреждения',
  alertUser: 'Кому ставить задачу о неполадке',
  'alertUser.hint':
    'Одна задача на неполадку: филиал остановлен, ключ ArchiMed+ не принимается, записи не читаются, события не удались. В ней сказано, что делать. Если закрыт сам amoCRM, задачу поставить негде: об этом скажут карточка сделки и «Состояние».',
  'alertUser.none': 'Никому',
  alertMinutes: 'Записи не читаются дольше, минут',
  'alertMinutes.hint': 'Короткие перерывы проходят сами, задачи о них не ставятся.',
  'error.alertMinutes': 'Целое число от 5 до 1440.',
  'error.historyDays': 'Целое число от 7 до 365.',
  'error.limit': 'Целое число от 1 до 100 000.',
  'error.text': 'Напишите текст задачи, до 500 знаков.',
  'error.title': 'Напишите название, до 200 знаков.',
  'error.time': 'Целое число, не больше 30 дней.',
  'error.pipelines': 'Выберите хотя бы одну воронку.',
  'error.automation.unknown_stage':
    'Одного из выбранных этапов в amoCRM больше нет. Уберите его и сохраните ещё раз.',
  'error.automation.unknown_pipeline':
    'Одной из выбранных воронок в amoCRM больше нет. Уберите её и сохраните ещё раз.',
  'error.automation.unknown_task_type': 'Такого типа задач в amoCRM больше нет. Выберите другой.',
  'error.automation.stage_needed':
    'Этап для новых сделок нельзя убрать: один из филиалов создаёт сделки. Сначала выключите это в «Филиалах».',
} as const;

export const en: Readonly<Record<keyof typeof ru, string>> = {
  intro: 'What happens by itself: tasks, new deals, stages that are left alone.',
  'group.task': 'Task for the manager',
  'task.enabled': 'Create a task with each booking',
  'task.enabled.hint':
    'One task per visit, for example “Confirm the booking” a day before. Visit moved: the deadline moves; cancelled: the task is completed.',
  'task.forReception': 'For visits booked at reception too',
  'task.forReception.hint':
    'Example: reception books a patient, the manager gets a task to confirm. Off: tasks only for visits booked from amoCRM.',
  'task.text': 'Text of the task',
  'task.type': 'Type of the task',
  'task.type.unknown': 'deleted type {id}',
  'task.amount': 'Deadline',
  'task.unit': 'Unit of the deadline',
  'task.moment': 'Counted from',
  'task.when.hint': 'If that moment is past already, the deadline is in an hour.',
  'amount.minutes': '{n} minute|{n} minutes',
  'amount.hours': '{n} hour|{n} hours',
  'amount.days': '{n} day|{n} days',
  'unit.minutes': 'minutes',
  'unit.hours': 'hours',
  'unit.days': 'days',
  'moment.before-visit': 'before the visit',
  'moment.after-visit': 'after the visit begins',
  'moment.after-booking': 'after booking',
  insert: 'Insert',
  example: 'Becomes: {text}',
  'template.unknown': 'These words in braces stay as they are: {list}',
  'group.deals': 'New deals',
  newDealStage: 'Create a deal on the stage',
  'newDealStage.hint':
    'Example: a patient without a deal is booked at reception, the deal appears here. Needed if “Branches” allow creating deals.',
  'newDealStage.none': 'Do not create',
  newDealTitle: 'Title of a new deal',
  defaultResponsible: 'Responsible user, if the contact has none',
  'defaultResponsible.hint':
    'Example: amoCRM did not know the patient yet, this user gets the new deal. Usually it is whoever the contact has.',
  'defaultResponsible.none': 'Nobody',
  'defaultResponsible.inactive': '{name}, switched off in amoCRM',
  'group.stages': 'Stages and pipelines',
  protectedStages: 'Do not update on stages',
  'protectedStages.hint':
    'Protected stages: deals are not moved from here, fields are filled. Example: “Legal question”.',
  hideOnStages: 'Hide the booking window on stages',
  'hideOnStages.hint': 'Deal cards on these stages have no “Book” button. Example: “Closed and lost”.',
  journalPipelines: 'Journal in pipelines',
  'journalPipelines.hint':
    'Where the button «Visit journal» is shown. Visits do not change. Example: only in the pipeline «Patients».',
  syncPipelines: 'Synchronise in pipelines',
  'syncPipelines.hint':
    'Deals in other pipelines are not moved. Example: “Purchases” are no business of ours.',
  'syncPipelines.all': 'In all pipelines',
  'group.policy': 'Visits per deal',
  'policy.many': 'Several',
  'policy.many.hint':
    'Another visit can always be added to the card. Example: ultrasound and consultation in one deal.',
  'policy.one': 'One visit per deal',
  'policy.one.hint':
    'A new visit only when the earlier ones are cancelled or deleted. Example: a follow-up needs a deal of its own.',
  'policy.new-after-completed': 'A new deal after completion',
  'policy.new-after-completed.hint':
    'While a visit is ahead another can be added; after a completed one the next visit gets a new deal. Example: a course of treatment in one deal, the next course in another.',
  'group.limits': 'Guard against an avalanche of changes',
  'limits.hint':
    'More in 10 minutes stops the branch until you say yes: a mistake in ArchiMed+ or in the settings must not scatter all deals. Example: 20 deals are moved usually, now 300 at once.',
  'limits.moves': 'Moves of deals in 10 minutes',
  'limits.creations': 'New deals in 10 minutes',
  'group.history': 'History of requests',
  historyDays: 'Keep the history, days',
  'historyDays.hint':
    'What is older is erased little by little every day. Visits, deals and their links stay.',
  'group.alert': 'Alerts',
  alertUser: 'Who gets a task about trouble',
  'alertUser.hint':
    'One task for each trouble: a branch is stopped, ArchiMed+ refuses its key, visits are not read, events have failed. It says what to do. If amoCRM itself is closed no task can be made there: the deal card and “State” tell it.',
  'alertUser.none': 'Nobody',
  alertMinutes: 'Visits are not read for longer than, minutes',
  'alertMinutes.hint': 'Short breaks pass by themselves, no task is made about them.',
  'error.alertMinutes': 'A whole number from 5 to 1440.',
  'error.historyDays': 'A whole number from 7 to 365.',
  'error.limit': 'A whole number from 1 to 100,000.',
  'error.text': 'Write the text of the task, up to 500 characters.',
  'error.title': 'Write a title, up to 200 characters.',
  'error.time': 'A whole number, 30 days at most.',
  'error.pipelines': 'Choose at least one pipeline.',
  'error.automation.unknown_stage': 'One of the chosen stages is gone from amoCRM. Remove it and save again.',
  'error.automation.unknown_pipeline':
    'One of the chosen pipelines is gone from amoCRM. Remove it and save again.',
  'error.automation.unknown_task_type': 'This type of tasks is gone from amoCRM. Choose another one.',
  'error.automation.stage_needed':
    'The stage for new deals cannot be removed: a branch creates deals. Switch that off in “Branches” first.',
};

export const t = defineMessages(ru, en);
