import { defineMessages } from '../../ui/i18n.ts';

export const ru = {
  intro: 'Кому писать, если что-то не так, что приложить к письму и как уйти, ничего не потеряв.',
  contact: 'Кому писать',
  'contact.none': 'Контакт не указан. Напишите тому, кто подключал вам виджет.',
  'contact.hint': 'Приложите к письму диагноз: по нему видно, что работает, а что нет.',
  guide: 'Руководство',
  'guide.hint': 'С картинками, для менеджеров и администраторов. Откроется в новой вкладке.',
  'guide.open': 'Открыть руководство',
  version: 'Версия {version}',
  diagnosis: 'Диагноз',
  'diagnosis.hint': 'Только номера и состояния. Ключей, имён и телефонов пациентов здесь нет.',
  'diagnosis.copy': 'Скопировать диагноз',
  'diagnosis.again': 'Обновить',
  leave: 'Отключение',
  'leave.text':
    'Записи в ArchiMed+, сделки и контакты в amoCRM останутся как есть. Что с чем связано, знает только виджет, поэтому сначала скачайте связи.',
  'leave.links': 'Скачать связи (CSV)',
  'leave.links.hint': 'Номера записей, пациентов, сделок и контактов. Открывается в Excel.',
  'leave.links.done': 'Скачано связей: {n}',
  'leave.links.failed': 'Связи не скачаны.',
  'leave.branches': 'Выключите филиалы: с этого момента ничего не читается и не синхронизируется.',
  'leave.switchOff': 'Выключить все филиалы',
  'leave.switchOff.title': 'Выключить все филиалы?',
  'leave.switchOff.text':
    'Визиты перестанут двигать сделки, записать из amoCRM будет нельзя: {titles}. Включить снова можно в «Филиалах».',
  'leave.switchOff.failed': 'Выключены не все филиалы.',
  'leave.off': 'Все филиалы выключены.',
  'leave.amocrm': 'В amoCRM откройте «Настройки → Интеграции», карточку виджета и нажмите «Отключить».',
} as const;

export const en: Readonly<Record<keyof typeof ru, string>> = {
  intro: 'Whom to write to if something is wrong, what to attach, and how to leave without losing anything.',
  contact: 'Whom to write to',
  'contact.none': 'No contact is given. Write to whoever connected the widget for you.',
  'contact.hint': 'Attach the diagnosis: it shows what works and what does not.',
  guide: 'Guide',
  'guide.hint': 'With pictures, for managers and administrators, in Russian. Opens in a new tab.',
  'guide.open': 'Open the guide',
  version: 'Version {version}',
  diagnosis: 'Diagnosis',
  'diagnosis.hint': 'Numbers and states only. It holds no keys, no names and no phones of patients.',
  'diagnosis.copy': 'Copy the diagnosis',
  'diagnosis.again': 'Read again',
  leave: 'Disconnecting',
  'leave.text':
    'Visits in ArchiMed+, deals and contacts in amoCRM stay as they are. What belongs together only the widget knows, so download the links first.',
  'leave.links': 'Download the links (CSV)',
  'leave.links.hint': 'Numbers of visits, patients, deals and contacts. Excel opens it.',
  'leave.links.done': 'Links downloaded: {n}',
  'leave.links.failed': 'The links were not downloaded.',
  'leave.branches': 'Switch the branches off: from then on nothing is read and nothing synchronised.',
  'leave.switchOff': 'Switch all branches off',
  'leave.switchOff.title': 'Switch all branches off?',
  'leave.switchOff.text':
    'Visits will no longer move deals, nobody can book from amoCRM: {titles}. “Branches” switches them on again.',
  'leave.switchOff.failed': 'Not all branches were switched off.',
  'leave.off': 'All branches are off.',
  'leave.amocrm': 'In amoCRM open “Settings → Integrations”, the card of the widget, and press “Disable”.',
};

export const t = defineMessages(ru, en);
