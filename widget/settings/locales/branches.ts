import { defineMessages } from '../../ui/i18n.ts';

export const ru = {
  intro:
    'Филиал — это подключение к ArchiMed+: пара ключей и часовой пояс. Ключи выдаёт поддержка ArchiMed+.',
  add: 'Добавить филиал',
  new: 'Новый филиал',
  edit: 'Изменить',
  collapse: 'Свернуть',
  empty: 'Пока нет ни одного филиала.',
  title: 'Название филиала',
  'title.hint': 'Так его увидят менеджеры, например «На Лесной».',
  apiId: 'API ID',
  'apiId.hint': 'Обычно 32 символа: цифры и латинские буквы.',
  apiSecret: 'API Secret',
  'apiSecret.saved': 'Сохранён, показать его нельзя. Оставьте пустым, чтобы не менять.',
  'apiSecret.placeholder': 'сохранён',
  timeZone: 'Часовой пояс',
  'timeZone.hint': 'Время визитов в ArchiMed+ не содержит пояса, поэтому он нужен здесь.',
  'timeZone.russian': 'Россия',
  'timeZone.rest': 'Другие',
  'timeZone.other': 'Другой пояс…',
  'timeZone.search': 'Найти часовой пояс',
  'timeZone.searchHint': 'Начните вводить город, например Almaty.',
  building: 'Корпус',
  'building.any': 'Вся база, все корпуса',
  'building.hint':
    '«Вся база» — записи всех корпусов идут в этот филиал. Если корпуса ведут отдельно, выберите свой: остальные добавите потом такими же филиалами.',
  'building.afterTest': 'Чтобы увидеть названия и выбрать другой корпус, нажмите «Проверить».',
  'building.unknown': 'корпус {id}',
  main: 'Основной филиал этого ключа',
  'main.hint':
    'Ему достаются визиты, в которых корпус не указан. Основной ровно один: чтобы сменить его, отметьте другой филиал.',
  noDeals: 'Не создавать сделку при записи из ArchiMed+',
  'noDeals.hint':
    'Пример: регистратура записала нового человека. Включено — сделка не появится, запись видна только в истории.',
  save: 'Сохранить филиал',
  create: 'Добавить и проверить',
  delete: 'Удалить филиал',
  'delete.title': 'Удалить филиал «{title}»?',
  'delete.text':
    'Синхронизация филиала прекратится, записать в него будет нельзя. Сделки, контакты и записи в ArchiMed+ останутся как есть.',
  'delete.failed': 'Филиал не удалён.',
  enabled: 'Синхронизировать филиал',
  'enabled.hint':
    'Визиты этого филиала двигают сделки. Записывают в него те, кому это разрешено в «Пользователях».',
  'disabled.hint': 'Филиал выключен: расписание не читается, сделки не меняются.',
  test: 'Проверить',
  'test.title': 'Проверка ключей',
  'test.running': 'Спрашиваем ArchiMed+…',
  'test.ok': 'Ключи подходят.',
  'test.doctors': '{n} врач|{n} врача|{n} врачей',
  'test.buildings': '{n} корпус|{n} корпуса|{n} корпусов',
  'test.statuses': '{n} статус визита|{n} статуса визита|{n} статусов визита',
  'test.published': 'Расписание на ближайшую неделю получено.',
  'test.unpublished':
    'Расписание не пришло: на ближайшую неделю нет ни одного интервала. Попросите поддержку ArchiMed+ открыть расписание для API, иначе свободного времени не будет видно.',
  'test.noDoctors':
    'Врачей, к которым можно записать, не нашлось. Проверьте в ArchiMed+, что им открыта запись.',
  callback: 'Адрес для обратного вызова',
  'callback.hint':
    'Если ArchiMed+ умеет сообщать об изменениях, пусть вызывает этот адрес: обновим сразу. Без него опрашиваем сами.',
  'letter.title': 'Нет ключей? Текст для поддержки ArchiMed+',
  'letter.copy': 'Скопировать текст',
  'letter.text':
    'Здравствуйте. Подключаем нашу клинику к amoCRM через виджет «ArchiMed+: запись пациентов».\n\nПросим выдать для API ArchiMed+ (v5):\n1. API ID и API Secret — отдельную пару для каждого филиала;\n2. права на чтение: врачи, специальности, услуги, корпуса, статусы визитов, причины отмены, расписание (intervals), визиты (talons), карты пациентов (medcards);\n3. права на создание, изменение и отмену визитов и на создание карт пациентов;\n4. публикацию расписания врачей для API.\n\nЕсли у API есть уведомления об изменении визитов, напишите, где указать адрес для них. Спасибо.',
  'state.on': 'включён',
  'state.off': 'выключен',
  'state.badKey': 'ключ не принят',
  'state.trouble': 'нет связи',
  'state.main': 'основной',
  'health.never': 'Данные ещё не читались.',
  'health.last': 'Последнее обновление: {ago}.',
  'enable.fields':
    'Сначала нужны поля «ID записи ArchiMed+» и «ID филиала ArchiMed+»: по ним узнаётся сделка. Создайте их в разделе «Поля» и включите филиал снова.',
  'enable.toFields': 'Открыть «Поля»',
  toAutomation: 'Открыть «Автоматизация»',
  changedByOthers:
    'Пока вы правили, этот филиал сохранил кто-то другой. Ваши правки на экране, но ещё не сохранены: проверьте их и сохраните ещё раз.',
  'change.title': 'Название',
  'change.apiSecret': 'API Secret',
  'change.newSecret': 'новый',
  'change.main': 'Основной',
  'change.removed': 'Удалён',
  'error.required': 'Заполните это поле.',
  'error.too_short': 'Слишком коротко: нужно не меньше 8 символов.',
  'error.too_long': 'Слишком длинно.',
  'error.secret_with_id': 'Новому API ID нужен свой API Secret.',
  // A new branch takes the whole database at first: the one that is there does so, too.
  duplicateNew:
    'Не добавлено. Филиал с этим ключом уже есть, и корпус в нём не выбран. Откройте его кнопкой «Изменить», выберите корпус и сохраните; потом добавьте этот филиал.',
  'error.branches.duplicate':
    'Филиал с этим ключом и этим корпусом уже есть. Выберите другой корпус или измените существующий филиал.',
  'error.branches.other_source':
    'С этими ключами уже подключена другая база ArchiMed+. Для неё добавьте новый филиал.',
  'error.branches.other_database':
    'Эти ключи открывают другую базу ArchiMed+: прежние визиты в ней не найдены. Для другой базы добавьте новый филиал.',
  'error.branches.no_stage':
    'Сначала выберите в «Автоматизации», на каком этапе создавать сделку. До этого филиал не может создавать сделки.',
  'error.branches.main_required': 'Основной филиал нужен всегда: отметьте основным другой.',
  'error.branches.key_refused':
    'Ключи не приняты. Проверьте, что API ID и API Secret скопированы целиком и относятся к одной паре; если этот API ID уже подключён в другом филиале, API Secret должен быть тем же. Если всё верно, попросите поддержку ArchiMed+ включить доступ к API.',
  'error.branches.not_tested':
    'Новый ключ не удалось проверить, поэтому остался прежний. Повторите через минуту.',
  'error.branches.not_found': 'Этого филиала больше нет. Обновите страницу.',
  'error.branches.fields_unmapped': 'Филиал нельзя включить, пока не выбраны системные поля.',
} as const;

export const en: Readonly<Record<keyof typeof ru, string>> = {
  intro:
    'A branch is a connection to ArchiMed+: a key pair and a time zone. ArchiMed+ support gives out the keys.',
  add: 'Add a branch',
  new: 'New branch',
  edit: 'Edit',
  collapse: 'Collapse',
  empty: 'There is no branch yet.',
  title: 'Name of the branch',
  'title.hint': 'Managers see it like this, for example “Forest Street”.',
  apiId: 'API ID',
  'apiId.hint': 'Usually 32 characters: digits and Latin letters.',
  apiSecret: 'API Secret',
  'apiSecret.saved': 'Saved, it cannot be shown. Leave empty to keep it.',
  'apiSecret.placeholder': 'saved',
  timeZone: 'Time zone',
  'timeZone.hint': 'Visit times in ArchiMed+ carry no zone, so it is needed here.',
  'timeZone.russian': 'Russia',
  'timeZone.rest': 'Others',
  'timeZone.other': 'Another zone…',
  'timeZone.search': 'Find a time zone',
  'timeZone.searchHint': 'Start typing a city, for example Almaty.',
  building: 'Building',
  'building.any': 'The whole database, all buildings',
  'building.hint':
    '“The whole database”: visits of all buildings belong to this branch. If buildings work apart, choose one; add the others later as branches of their own.',
  'building.afterTest': 'To see the names and to choose another building, press “Test”.',
  'building.unknown': 'building {id}',
  main: 'Main branch of this key',
  'main.hint':
    'It takes the visits that name no building. Exactly one is the main one: to change it, mark another branch.',
  noDeals: 'Do not create a deal for a visit booked in ArchiMed+',
  'noDeals.hint':
    'Example: reception booked a new person. On: no deal appears, the visit is seen in the history only.',
  save: 'Save the branch',
  create: 'Add and test',
  delete: 'Delete the branch',
  'delete.title': 'Delete the branch “{title}”?',
  'delete.text':
    'Its synchronisation stops, nobody can book into it. Deals, contacts and visits in ArchiMed+ stay as they are.',
  'delete.failed': 'The branch was not deleted.',
  enabled: 'Synchronise the branch',
  'enabled.hint': 'Visits of this branch move deals. Those who may according to “Users” book into it.',
  'disabled.hint': 'The branch is off: its schedule is not read, deals do not change.',
  test: 'Test',
  'test.title': 'Test of the keys',
  'test.running': 'Asking ArchiMed+…',
  'test.ok': 'The keys work.',
  'test.doctors': '{n} doctor|{n} doctors',
  'test.buildings': '{n} building|{n} buildings',
  'test.statuses': '{n} visit status|{n} visit statuses',
  'test.published': 'The schedule of the coming week has arrived.',
  'test.unpublished':
    'No schedule arrived: there is not one interval in the coming week. Ask ArchiMed+ support to publish the schedule to the API, otherwise no free time will be seen.',
  'test.noDoctors':
    'No doctor that can be booked was found. Check in ArchiMed+ that booking is open for them.',
  callback: 'Callback address',
  'callback.hint':
    'If ArchiMed+ can announce changes, let it call this address: we update at once. Without it we ask regularly.',
  'letter.title': 'No keys? A text for ArchiMed+ support',
  'letter.copy': 'Copy the text',
  'letter.text':
    'Hello. We are connecting our clinic to amoCRM with the widget “ArchiMed+: patient booking”.\n\nPlease give us for the ArchiMed+ API (v5):\n1. API ID and API Secret, a pair for each branch;\n2. the right to read doctors, specialities, services, buildings, visit statuses, cancellation reasons, the schedule (intervals), visits (talons), patient cards (medcards);\n3. the right to create, change and cancel visits and to create patient cards;\n4. the doctors’ schedule published to the API.\n\nIf the API can announce changed visits, tell us where to enter the address. Thank you.',
  'state.on': 'on',
  'state.off': 'off',
  'state.badKey': 'key refused',
  'state.trouble': 'no connection',
  'state.main': 'main',
  'health.never': 'No data has been read yet.',
  'health.last': 'Last update: {ago}.',
  'enable.fields':
    'First the fields “ID записи ArchiMed+” and “ID филиала ArchiMed+” are needed: deals are recognised by them. Create them in “Fields” and switch the branch on again.',
  'enable.toFields': 'Open “Fields”',
  toAutomation: 'Open “Automation”',
  changedByOthers:
    'While you were editing, somebody else saved this branch. Your edits are on the screen but not saved: check them and save again.',
  'change.title': 'Name',
  'change.apiSecret': 'API Secret',
  'change.newSecret': 'a new one',
  'change.main': 'Main',
  'change.removed': 'Deleted',
  'error.required': 'Fill in this field.',
  'error.too_short': 'Too short: at least 8 characters are needed.',
  'error.too_long': 'Too long.',
  'error.secret_with_id': 'A new API ID needs its own API Secret.',
  duplicateNew:
    'Not added. There is a branch with this key already, and it has no building chosen. Open it with “Edit”, choose its building and save; then add this branch.',
  'error.branches.duplicate':
    'There is a branch with this key and this building already. Choose another building or edit the existing branch.',
  'error.branches.other_source':
    'These keys connect another ArchiMed+ database already. Add a new branch for it.',
  'error.branches.other_database':
    'These keys open another ArchiMed+ database: the visits known so far are not in it. Add a new branch for another database.',
  'error.branches.no_stage':
    'First choose in “Automation” on which stage deals are created. Until then the branch cannot create any.',
  'error.branches.main_required': 'A main branch is always needed: mark another one as the main one.',
  'error.branches.key_refused':
    'The keys were not accepted. Check that API ID and API Secret are complete and belong together; if another branch uses this API ID already, the API Secret must be the same. If all is right, ask ArchiMed+ support to open the API.',
  'error.branches.not_tested':
    'The new key could not be tested, so the old one was kept. Try again in a minute.',
  'error.branches.not_found': 'This branch is gone. Reload the page.',
  'error.branches.fields_unmapped': 'The branch cannot be switched on before the system fields are chosen.',
};

export const t = defineMessages(ru, en);
