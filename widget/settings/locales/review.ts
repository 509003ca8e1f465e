import { defineMessages } from '../../ui/i18n.ts';

export const ru = {
  title: 'Очередь проверки',
  intro:
    'По телефону и имени этих пациентов не понять, кто они в amoCRM. Пока вы не решите, сделка для их записи не ищется и не создаётся.',
  notRead: 'Очередь проверки не прочитана.',
  again: 'Повторить',
  more: 'Ещё',
  'patient.unknown': 'Пациент: ArchiMed+ сейчас не отвечает',
  story: 'история записи',
  contact: 'Контакт {id}',
  'contact.silent': 'amoCRM сейчас не отвечает или контакт удалён',
  'why.name': 'имя совпадает',
  'why.part_of_name': 'имя похоже',
  'why.no_name': 'имени нет',
  'why.birth_date': 'дата рождения совпадает',
  accept: 'Это тот же человек',
  create: 'Это новый человек',
  dismiss: 'Не связывать эту запись',
  'decided.accept': '✓ Решено: пациент — этот контакт. Сделка найдётся сама.',
  'decided.create': '✓ Решено: новый человек. Контакт и сделка создадутся сами.',
  'decided.dismiss': '✓ Решено: запись останется без сделки.',
  refused: 'Решение не принято.',
} as const;

export const en: Readonly<Record<keyof typeof ru, string>> = {
  title: 'Review queue',
  intro:
    'Phone and name do not tell who these patients are in amoCRM. Until you decide, no deal is looked for or created for their visit.',
  notRead: 'The review queue was not read.',
  again: 'Retry',
  more: 'More',
  'patient.unknown': 'The patient: ArchiMed+ does not answer now',
  story: 'story of the visit',
  contact: 'Contact {id}',
  'contact.silent': 'amoCRM does not answer now, or the contact was deleted',
  'why.name': 'the name is the same',
  'why.part_of_name': 'the name is alike',
  'why.no_name': 'there is no name',
  'why.birth_date': 'the birth date is the same',
  accept: 'The same person',
  create: 'A new person',
  dismiss: 'Do not link this visit',
  'decided.accept': '✓ Decided: the patient is this contact. The deal will be found.',
  'decided.create': '✓ Decided: a new person. Contact and deal will be created.',
  'decided.dismiss': '✓ Decided: the visit stays without a deal.',
  refused: 'The decision was not taken.',
};

export const t = defineMessages(ru, en);
