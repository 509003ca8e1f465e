import { addContact, addFault, addLead, book } from './acts.ts';
import { freeSlots } from './free-slots.ts';
import { numberOf } from './reading.ts';
import type { Scene } from './scene.ts';

/** Trouble that takes both systems. */

const WRITES = 'POST,PUT,PATCH,DELETE';

export const replyLost: Scene = {
  id: 'reply-lost',
  title: 'Ответ потерян',
  happens: 'Следующие три записи в каждой из систем выполняются, но связь обрывается до ответа.',
  see: '«Проверяем…» вместо ошибки; продукт ищет, что получилось, и не повторяет вслепую: ни второй записи, ни второй сделки, ни второй задачи.',
  async run(stage) {
    await addFault(stage, 'archimed', { kind: 'reset-after', method: WRITES, times: 3 });
    await addFault(stage, 'amocrm', { kind: 'reset-after', method: WRITES, path: '*', times: 3 });
  },
};

const phone = '+79057770077';
const twins = [
  { lastName: 'Ковалёва', firstName: 'Наталья', middleName: 'Игоревна', birthDate: '1988-04-12' },
  { lastName: 'Ковалева', firstName: 'Наталия', middleName: 'Игоревна', birthDate: '1988-04-21' },
] as const;

export const patientTwin: Scene = {
  id: 'patient-twin',
  title: 'Двойник пациента',
  happens:
    'Два пациента и два контакта с одним телефоном и почти одинаковыми именами; затем одному из них назначают визит. После отмены карты пациентов остаются: ArchiMed+ их не удаляет.',
  see: 'Визит попадает в очередь разбора с двумя кандидатами; сама система не выбирает и ничего не создаёт.',
  async run(stage) {
    const medcards: number[] = [];
    for (const person of twins) {
      const path = `${stage.sourcePath}/medcards`;
      medcards.push(numberOf(await stage.pull('archimed', 'POST', path, { ...person, phone }), 'id'));
      const name = `${person.lastName} ${person.firstName}`;
      const { lastName, firstName } = person;
      const contact = await addContact(stage, { lastName, firstName, name, phones: [phone] });
      await addLead(stage, { name: `Заявка — ${name}`, contactIds: [contact] });
    }
    const [slot] = freeSlots(await stage.source());
    const [patientId] = medcards;
    if (slot === undefined || patientId === undefined) throw new Error('Нет ни одного свободного времени.');
    await book(stage, { ...slot, patientId });
    stage.say(`Визит ${slot.date} в ${slot.begin}`);
  },
};

export const allWell: Scene = {
  id: 'all-well',
  title: 'Всё исправно',
  happens:
    'Отменяет все сцены, снимает все сбои, блокировки и паузы, возвращает часы к настоящему времени. Данные остаются.',
  see: 'Через минуту «Состояние» зелёное, очередь пуста.',
  async run(stage) {
    await stage.endOthers();
    for (const double of ['amocrm', 'archimed'] as const) {
      await stage.pull(double, 'DELETE', '/faults');
      await stage.pull(double, 'PATCH', '/clock', { offsetMs: 0, speed: 1 });
    }
    await stage.pull('amocrm', 'PATCH', `${stage.accountPath}/settings`, {
      blocked: false,
      unpaid: false,
      webhooksInPlan: true,
      hooks: { double: false, shuffle: false, together: false, paused: false, timeScale: 1 },
    });
    stage.say('Сбоев нет, часы идут по настоящему времени.');
  },
};
