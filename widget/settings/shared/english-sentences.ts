type Sentence = readonly [ru: string, en: string];

/** Decisions: `{}` is what stands there, {1}, {2} where it goes. english.test.ts holds the Russian to the server's. */
export const sentences: readonly Sentence[] = [
  // Which deal
  ['Запись ещё не связана со сделкой', 'The visit is not linked to a deal yet'],
  ['Сделка {} уже связана с этой записью', 'Deal {1} is linked to this visit already'],
  ['В очереди проверки решено: это новый человек', 'Decided in the review queue: this is a new person'],
  ['В очереди проверки решено: это контакт {}', 'Decided in the review queue: this is contact {1}'],
  [
    'Запись ждёт решения в очереди проверки: кто этот пациент. После решения учтётся всё, что с ней произошло',
    'The visit waits in the review queue: who is this patient? After the decision all that happened to it counts',
  ],
  [
    'В очереди проверки решено не связывать эту запись: её можно связать со сделкой вручную',
    'Decided in the review queue not to link this visit: it can be linked to a deal by hand',
  ],
  ['Поиск существующих сделок выключен', 'The search for existing deals is switched off'],
  ['Сделки с ID этой записи нет', 'No deal carries the ID of this visit'],
  [
    'Найдена сделка {} с ID этой записи (подходило: {})',
    'Deal {1} carries the ID of this visit (deals that fit: {2})',
  ],
  [
    'Сделка {} с ID этой записи не взята: на её этапе не ищут',
    'Deal {1} carries the ID of this visit, but its stage is not searched',
  ],
  [
    'Сделка {} не взята: от этой записи её отвязали вручную',
    'Deal {1} was not taken: somebody unlinked it from this visit',
  ],
  ['Контакт этого пациента ещё не известен', 'The contact of this patient is not known yet'],
  ['Контакта {}, связанного с пациентом, больше нет', 'Contact {1} of this patient is gone'],
  ['У пациента нет телефона: искать контакт не по чему', 'The patient has no phone to find a contact by'],
  ['Контактов с телефоном пациента нет', 'No contact has the phone of the patient'],
  ['На телефоне пациента — контакты других людей', 'The contacts with this phone are other people'],
  [
    'Непонятно, кто это: на телефоне пациента похожие контакты {}. Ничего не создано, ждёт решения в очереди проверки',
    'It is unclear who this is: contacts {1} have this phone and look alike. Nothing was created, the review queue waits for a decision',
  ],
  [
    'Пациент узнан по телефону и имени: контакт {}',
    'The patient was recognised by phone and name: contact {1}',
  ],
  [
    'Запись уже удалена из ArchiMed+: сделка для неё не создаётся',
    'The visit is deleted in ArchiMed+: no deal is created',
  ],
  [
    'Создание сделок из ArchiMed+ для этого филиала выключено',
    'This branch creates no deals for visits from ArchiMed+',
  ],
  [
    'Сделка не создана: не выбран этап для новых сделок',
    'No deal was created: no stage is chosen for new deals',
  ],
  ['Создана сделка {}', 'Deal {1} was created'],
  ['Контакт {} связан со сделкой', 'Contact {1} was linked to the deal'],
  ['amoCRM объединила новую сделку с {}', 'amoCRM merged the new deal with {1}'],
  [
    'Филиал этой записи выключен: она не синхронизируется',
    'The branch is switched off: its visits are not synchronised',
  ],
  [
    'Филиал выключен: его записи не синхронизируются',
    'The branch is switched off: its visits are not synchronised',
  ],
  // Which stage
  [
    'Этап не изменён: синхронизация статусов этого филиала выключена',
    'The stage stays: this branch does not synchronise statuses',
  ],
  [
    'Этап не изменён: статус визита «{}» уже учтён раньше',
    'The stage stays: the status “{1}” was followed before',
  ],
  [
    'Этап не изменён: для статуса «{}» этап не задан',
    'The stage stays: no stage is chosen for the status “{1}”',
  ],
  ['Сделка уже на этапе «{}»', 'The deal is on the stage “{1}” already'],
  ['Сделка не перемещена: этап «{}» защищён', 'The deal was not moved: the stage “{1}” is protected'],
  ['Сделка не перемещена: она закрыта («{}»)', 'The deal was not moved: it is closed (“{1}”)'],
  [
    'Сделка не перемещена: её воронка не синхронизируется',
    'The deal was not moved: its pipeline is not synchronised',
  ],
  [
    'Сделка не перемещена: этапа больше нет в amoCRM. Выберите другой в настройках «Статусы»',
    'The deal was not moved: the stage is gone from amoCRM. Choose another one in “Statuses”',
  ],
  [
    'Сделка не перемещена: amoCRM не принял этап ({}). Проверьте его в настройках «Статусы»',
    'The deal was not moved: amoCRM refused the stage ({1}). Check it in “Statuses”',
  ],
  [
    'Статус визита «{}» → сделка перенесена в «{}»',
    'Status of the visit “{1}” → the deal was moved to “{2}”',
  ],
  ['Ни одно правило не подошло: действует строка «иначе»', 'No rule fits: the row “otherwise” applies'],
  ['Действует правило {}: без условий', 'Rule {1} applies: it has no conditions'],
  // What else was written
  ['Сделку ведёт другая запись: {}', 'Another visit drives the deal: {1}'],
  ['В сделке уже всё так: ничего не записано', 'The deal shows all of it already: nothing was written'],
  ['Записаны поля сделки: {}', 'Fields of the deal were written: {1}'],
  ['Записаны поля контакта', 'Fields of the contact were written'],
  ['Бюджет сделки: {} ₽', 'Budget of the deal: {1} ₽'],
  ['Сделка названа по шаблону', 'The deal was named by the template'],
  ['Поставлена задача', 'A task was made'],
  ['Срок задачи перенесён', 'The deadline of the task was moved'],
  ['Задача закрыта', 'The task was completed'],
  ['Добавлено примечание', 'A note was added'],
  [
    'Поле «{}» не записано: amoCRM его не принял ({}). Проверьте его в настройках «Поля»',
    'The field “{1}” was not written: amoCRM refused it ({2}). Check it in “Fields”',
  ],
  [
    'Поля для «{}» больше нет в amoCRM (№ {}): оно не записано. Выберите другое в настройках «Поля»',
    'The field for “{1}” is gone from amoCRM (no. {2}): it was not written. Choose another one in “Fields”',
  ],
  [
    'Поле «{}» такое значение не принимает: оно не записано',
    'The field “{1}” takes no such value: it was not written',
  ],
  ['Бюджет не записан: amoCRM его не принял ({})', 'The budget was not written: amoCRM refused it ({1})'],
  ['Название не изменено: amoCRM его не принял ({})', 'The title stays: amoCRM refused the new one ({1})'],
  [
    'Записан не сам контакт сделки: его поля не изменены',
    'Somebody else than the contact of the deal was booked: its fields stay',
  ],
  ['В ArchiMed+ создана запись {}', 'Visit {1} was created in ArchiMed+'],
  ['В ArchiMed+ изменена запись {}', 'Visit {1} was changed in ArchiMed+'],
  // amoCRM's own changes
  ['Статус записи {}: «{}»', 'Status of visit {1}: “{2}”'],
  [
    'Этап сделки «{}» замечен впервые: статус записи не изменён',
    'The stage “{1}” was seen for the first time: the status of the visit stays',
  ],
  [
    'Сделка на этапе «{}», который уже учтён: отвечать не на что',
    'The deal is on the stage “{1}”, which is known: there is nothing to answer',
  ],
  [
    'Сделку перенесли на этап «{}»: на статус записи он не влияет',
    'The deal was moved to “{1}”: no status of a visit follows from it',
  ],
  ['Сделку перенесли на этап «{}», но записи у неё нет', 'The deal was moved to “{1}”, but it has no visit'],
  [
    'Сделку перенесли на этап «{}», статус записи уже «{}»',
    'The deal was moved to “{1}”, the visit has the status “{2}” already',
  ],
  [
    'Сделку перенесли на этап «{}» → статус записи «{}»{}',
    'The deal was moved to “{1}” → status of the visit “{2}”{3}',
  ],
  [
    'Филиал записи выключен: её статус не изменён',
    'The branch of the visit is switched off: its status stays',
  ],
  [
    'Статус записи не изменён: воронка сделки не синхронизируется',
    'The status of the visit stays: the pipeline of the deal is not synchronised',
  ],
  [
    'Запись удалена в ArchiMed+: её статус не изменить',
    'The visit is deleted in ArchiMed+: it has no status to set',
  ],
  ['С этой сделкой не связана ни одна запись', 'No visit is linked to this deal'],
  ['Это изменение сделки на записи не влияет', 'This change of the deal means nothing to its visits'],
  ['Это изменение контакта ни на что не влияет', 'This change of the contact means nothing here'],
  [
    'Учтено вместе с предыдущим событием: состояние прочитано после обоих',
    'Answered together with the event before it: the state was read after both',
  ],
  [
    'Сделка удалена: до восстановления для её записей ничего не делается',
    'The deal is deleted: nothing is done for its visits until it is restored',
  ],
  ['Связь сделки {} с записями приостановлена', 'The link of deal {1} to its visits is suspended'],
  ['Связь сделки {} с записями восстановлена', 'The link of deal {1} to its visits is back'],
  ['Сделка на месте: поля и этап обновляются', 'The deal is back: fields and stage are updated'],
  ['Записи сделки {} перешли к сделке {}', 'The visits of deal {1} went to deal {2}'],
  ['Сделка {} объединена со сделкой {}', 'Deal {1} was merged with deal {2}'],
  ['У контакта изменились телефоны', 'The phones of the contact have changed'],
  // Our own work
  [
    'Сверка: записей {}, сделок {}; пропущено опросом {}, исправляется {}, изменено вручную {}, удалено {}',
    'Reconciliation: visits {1}, deals {2}; missed by polls {3}, being repaired {4}, changed by hand {5}, deleted {6}',
  ],
  [
    'Виджет подписан на события сделок и контактов в amoCRM',
    'The widget is subscribed to deals and contacts in amoCRM',
  ],
  ['Изменения читаются из журнала событий amoCRM', 'Changes are read from amoCRM’s journal of events'],
  ['Виджет подключён', 'The widget was connected'],
  ['Подписки на события в amoCRM не было', 'There was no subscription in amoCRM'],
  ['amoCRM выключил подписку на события', 'amoCRM had switched the subscription off'],
  ['Подключён аккаунт {}', 'Account {1} was connected'],
  ['Расхождений нет', 'No differences'],
  [
    'Филиал «{}» остановлен: больше {} {} за 10 минут. Его события ждут решения администратора',
    'The branch “{1}” is stopped: more than {2} in 10 minutes. Its events wait for an administrator',
  ],
  [
    'Не выполнено: администратор отклонил события остановленного филиала',
    'Not carried out: an administrator said no to the events of the stopped branch',
  ],
  ['Поставлена задача: {}', 'A task was made: {1}'],
  ['Это событие уже выполнено: повторять нечего.', 'This event is done already: there is nothing to retry.'],
  [
    'Данные этой заявки стёрты, повторить её нельзя. Откройте карточку сделки и сделайте всё заново.',
    'What was entered is erased, it cannot be retried. Open the deal card and do it anew.',
  ],
  [
    'Филиал остановлен до решения администратора: событие ждёт его. Решите в «Состоянии».',
    'The branch is stopped until an administrator decides: the event waits for that. Decide in “State”.',
  ],
  ['Задача не поставлена: предупреждения выключены', 'No task was made: alerts are switched off'],
  ['Задача не поставлена: неполадка уже прошла', 'No task was made: the trouble is over already'],
  ['Не получилось после последней попытки. {}', 'The last attempt did not work either. {1}'],
  [
    'Обработка каждый раз прерывалась, ничего не сообщив: событие отложено, остальные идут дальше',
    'The work broke off each time without a word: the event is set aside, the others go on',
  ],
  ['Событие «{}» ничего не меняет', 'The event “{1}” changes nothing'],
];

/** Failures, sentence by sentence: worker/account/failures.ts. */
export const failures: readonly Sentence[] = [
  ['ArchiMed+ отказал, ничего не записано.', 'ArchiMed+ refused, nothing was written.'],
  [
    'Что ему не подошло, сказано в решении: измените это в клинике или запишите пациента иначе.',
    'The decision tells what did not suit it: change that in the clinic or book the patient otherwise.',
  ],
  ['Это время успели занять, ничего не записано.', 'This time was taken meanwhile, nothing was written.'],
  ['Выберите другое время.', 'Choose another time.'],
  [
    'Выбранной услуги больше нет в прайсе ArchiMed+, ничего не записано.',
    'The chosen service is gone from the price list of ArchiMed+, nothing was written.',
  ],
  ['Выберите другую услугу.', 'Choose another service.'],
  [
    'ArchiMed+ не ответил, создана ли запись, и в расписании её не видно.',
    'ArchiMed+ did not tell whether the visit was made, and it is not in the schedule.',
  ],
  [
    'Проверьте на ресепшене и, если записи нет, запишите пациента ещё раз.',
    'Check at the reception and, if there is no visit, book the patient again.',
  ],
  [
    'Данные заявки больше не читаются, ничего не записано.',
    'The data of the request cannot be read any more, nothing was written.',
  ],
  ['Повторите действие в карточке сделки.', 'Repeat it in the deal card.'],
  ['ArchiMed+ не принимает ключ этого филиала.', 'ArchiMed+ refuses the key of this branch.'],
  ['Проверьте API ID и API Secret.', 'Check API ID and API Secret.'],
  [
    'Введите новые API ID и API Secret в разделе «Филиалы»: всё, что ждёт, выполнится само.',
    'Enter a new API ID and API Secret in “Branches”: what waits goes on by itself.',
  ],
  ['ArchiMed+ не принял данные.', 'ArchiMed+ refused the data.'],
  ['Проверьте запись на ресепшене.', 'Check the visit at the reception.'],
  ['В ArchiMed+ этого больше нет.', 'This is gone from ArchiMed+.'],
  ['ArchiMed+ просит подождать: слишком много запросов.', 'ArchiMed+ asks to wait: too many requests.'],
  ['Повторите позже.', 'Retry later.'],
  [
    'Запросы пойдут реже сами, делать ничего не нужно.',
    'Requests become fewer by themselves, nothing has to be done.',
  ],
  ['ArchiMed+ не ответил вовремя.', 'ArchiMed+ did not answer in time.'],
  [
    'Запрос повторится сам. Если так дольше часа, проверьте, открывается ли ArchiMed+, и сообщите его поддержке.',
    'The request is repeated by itself. If this lasts for more than an hour, check whether ArchiMed+ opens and tell its support.',
  ],
  ['ArchiMed+ сейчас недоступен.', 'ArchiMed+ cannot be reached at present.'],
  ['Повторите, когда он снова заработает.', 'Retry when it works again.'],
  ['ArchiMed+ ответил непонятно.', 'ArchiMed+ gave an answer that makes no sense.'],
  ['Сообщите в поддержку виджета.', 'Tell the support of the widget.'],
  [
    'Запрос повторится сам. Если так дольше часа, сообщите в поддержку виджета.',
    'The request is repeated by itself. If this lasts for more than an hour, tell the support of the widget.',
  ],
  ['amoCRM отозвал доступ.', 'amoCRM withdrew its consent.'],
  ['Переустановите виджет.', 'Install the widget again.'],
  [
    'Отключите и снова установите виджет от имени администратора: всё, что ждёт, выполнится само.',
    'Switch the widget off and install it again as an administrator: what waits goes on by itself.',
  ],
  ['amoCRM закрыл API этого аккаунта.', 'amoCRM closed the API of this account.'],
  ['Обратитесь в поддержку amoCRM.', 'Ask the support of amoCRM.'],
  [
    'Обратитесь в поддержку amoCRM: после снятия запрета всё продолжится само.',
    'Ask the support of amoCRM: when the block is lifted everything goes on by itself.',
  ],
  ['amoCRM не разрешил это действие: не хватает прав.', 'amoCRM did not allow this: a right is missing.'],
  [
    'Пусть виджет установит администратор аккаунта.',
    'Let an administrator of the account install the widget.',
  ],
  [
    'Пусть виджет установит администратор аккаунта: всё, что ждёт, выполнится само.',
    'Let an administrator of the account install the widget: what waits goes on by itself.',
  ],
  [
    'Аккаунт amoCRM не оплачен: запись в него закрыта.',
    'The amoCRM account is not paid for: it cannot be written to.',
  ],
  ['Оплатите его.', 'Pay for it.'],
  ['Оплатите его: всё, что ждёт, выполнится само.', 'Pay for it: what waits goes on by itself.'],
  ['В amoCRM этого больше нет.', 'This is gone from amoCRM.'],
  ['Откройте сделку и проверьте её.', 'Open the deal and check it.'],
  ['amoCRM не принял данные.', 'amoCRM refused the data.'],
  ['Проверьте поля и этапы в настройках.', 'Check fields and stages in the settings.'],
  ['amoCRM просит подождать: слишком много запросов.', 'amoCRM asks to wait: too many requests.'],
  ['amoCRM не ответил вовремя.', 'amoCRM did not answer in time.'],
  [
    'Запрос повторится сам; сделанное не удвоится.',
    'The request is repeated by itself; what was done is not done twice.',
  ],
  ['amoCRM сейчас недоступен.', 'amoCRM cannot be reached at present.'],
  [
    'Запрос повторится сам. Если так дольше часа, проверьте, открывается ли amoCRM.',
    'The request is repeated by itself. If this lasts for more than an hour, check whether amoCRM opens.',
  ],
  ['amoCRM ответил непонятно.', 'amoCRM gave an answer that makes no sense.'],
  ['Обработка каждый раз прерывалась, ничего не сообщив.', 'The work broke off each time without a word.'],
  [
    'Повторите событие. Если не поможет, сообщите в поддержку виджета.',
    'Retry the event. If that does not help, tell the support of the widget.',
  ],
  [
    'Пока событие выполнялось, запись связали с другой сделкой.',
    'While the event was carried out the visit was linked to another deal.',
  ],
  ['Повторите событие.', 'Retry the event.'],
  ['Событие повторится само с новой сделкой.', 'The event is repeated by itself with the new deal.'],
  [
    'Того же пациента в эту минуту записывали ещё раз.',
    'The same patient was booked once more in that minute.',
  ],
  [
    'Событие повторится само, чтобы не создать второго контакта.',
    'The event is repeated by itself, so that no second contact is made.',
  ],
  ['В эту минуту запись меняет менеджер.', 'A manager is changing the visit in this minute.'],
  ['Событие повторится само через несколько секунд.', 'The event is repeated by itself in some seconds.'],
  [
    'Действие «Цифровой воронки» настроено не по справочникам клиники.',
    'The action of the Digital Pipeline does not fit the directories of the clinic.',
  ],
  [
    'Исправьте то, что названо в решении, а эту запись измените вручную.',
    'Correct what the decision names, and change this visit by hand.',
  ],
  [
    'Действия «Цифровой воронки» снова и снова меняют запись одной и той же сделки.',
    'Actions of the Digital Pipeline change the visit of one deal again and again.',
  ],
  [
    'Проверьте действия этапов, по которым она ходит, и раздел «Статусы».',
    'Check the actions of the stages that it goes through, and “Statuses”.',
  ],
  [
    'Адрес для событий amoCRM не читается: ключ шифрования сервера другой.',
    'The address for amoCRM’s events cannot be read: the server has another key.',
  ],
  ['Сообщите тому, кто ведёт сервер виджета.', 'Tell whoever runs the server of the widget.'],
  ['Виджет не подключён к аккаунту.', 'The widget is not connected to the account.'],
  ['Установите его в amoCRM.', 'Install it in amoCRM.'],
  [
    'Список записей пришёл пустым или гораздо короче прежнего: он отложен, записи не считаются отменёнными.',
    'The list of visits came empty or much shorter than before: it is held, no visit counts as cancelled.',
  ],
  [
    'Проверьте расписание в ArchiMed+. Если записей действительно стало мало, подтвердите список; иначе ничего не делайте.',
    'Check the schedule in ArchiMed+. If there are really few visits now, confirm the list; else do nothing.',
  ],
  ['Ошибка в самом виджете.', 'A mistake in the widget itself.'],
  ['Сообщите в его поддержку.', 'Tell its support.'],
  [
    'Событие повторится само. Если не поможет, сообщите в поддержку виджета.',
    'The event is repeated by itself. If that does not help, tell the support of the widget.',
  ],
  ['Сделки не обновляются, их события ждут.', 'Deals are not updated, their events wait.'],
  [
    'Слишком много новых сделок за 10 минут: филиал остановлен до вашего решения.',
    'Too many new deals in 10 minutes: the branch is stopped until you decide.',
  ],
  [
    'Слишком много перемещений сделок за 10 минут: филиал остановлен до вашего решения.',
    'Too many moves of deals in 10 minutes: the branch is stopped until you decide.',
  ],
];
