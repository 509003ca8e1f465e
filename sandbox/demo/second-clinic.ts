import type { SourceDescriptionInput } from '../archimed/clinic/description.ts';
import { addDays, timeOf } from '../archimed/clinic/wall-clock.ts';
import { demoServices } from './clinic-services.ts';
import { people } from './people.ts';

/** Credentials of the second source. */
export const secondKey = {
  apiId: 'e07b91c25d384fa6b1c80f2e7a64d359',
  apiSecret: '3f6a8d10c5e7429bb2f49c1d7e805a63',
};

/** People whom both clinics know, under other ids and with the phone spelled another way. */
const sharedPeople = people.slice(8, 28);

/**
 * The clinic «Полюс»: another database with a directory of statuses of its own, other names, ids and number, three
 * buildings, another time zone. Its ids overlap with those of «Заря» and mean other things.
 */
export function secondClinic(today: string): SourceDescriptionInput {
  const period = { from: addDays(today, -7), to: addDays(today, 14) };
  const row = (
    doctorId: number,
    buildingId: number,
    room: string,
    start: string,
    end: string,
    step: number,
  ) => ({
    ...{ doctorId, buildingId, room, start, end, step },
    ...period,
  });
  return {
    id: 'polyus',
    name: 'Клиника «Полюс»',
    timeZone: 'Asia/Yekaterinburg',
    keys: [secondKey],
    receptionist: 'Исаева Вера Павловна',
    intervalsIgnoreFilters: true,
    behaviour: { absent: 'null' },
    buildings: [
      { id: 1, name: 'На Набережной', address: 'Набережная ул., 3' },
      { id: 2, name: 'Детский корпус', address: 'Набережная ул., 3а' },
      { id: 5, name: 'Лаборатория', address: 'Заводская ул., 17' },
    ],
    specializations: [
      { id: 2, name: 'Врач-терапевт' },
      { id: 3, name: 'Педиатр' },
      { id: 32, name: 'Стоматолог' },
    ],
    doctors: [
      { id: 1, lastName: 'Администратор', maxTime: 0, photo: false },
      {
        id: 8,
        lastName: 'Уварова',
        firstName: 'Инга',
        middleName: 'Романовна',
        specializationIds: [2],
        maxTime: 15,
      },
      {
        id: 9,
        lastName: 'Шестаков',
        firstName: 'Глеб',
        middleName: '',
        specializationIds: [3, 2],
        maxTime: 20,
        photo: false,
      },
      {
        id: 11,
        lastName: 'Яровая',
        firstName: 'Зоя',
        middleName: 'Игнатьевна',
        specializationIds: [32],
        maxTime: 60,
        photo: false,
      },
      {
        id: 15,
        lastName: 'Цветков',
        firstName: 'Юрий',
        middleName: 'Львович',
        specializationIds: [32],
        maxTime: 0,
        photo: false,
      },
    ],
    schedules: [
      row(8, 1, '12', '08:00', '12:00', 15),
      row(8, 2, 'Д-3', '13:00', '16:00', 15),
      row(9, 2, 'Д-1', '09:00', '14:00', 20),
      row(11, 1, 'Стоматология', '10:00', '18:00', 60),
      row(15, 1, 'Стоматология 2', '10:00', '14:00', 30),
    ],
    statuses: [
      { id: 10, name: 'Предварительная запись' },
      { id: 11, name: 'Подтверждена по телефону' },
      { id: 20, name: 'В клинике' },
      { id: 30, name: 'Завершён' },
      { id: 31, name: 'Оплачен' },
      { id: 40, name: 'Отменена пациентом', cancelled: true },
      { id: 41, name: 'Отменена клиникой', cancelled: true },
      { id: 50, name: 'Неявка' },
    ],
    deleteReasons: [{ id: 7, name: 'Ошибка оператора' }],
    groups: [{ id: 1, code: 'A', name: 'Услуги' }],
    services: demoServices(30).map((service) => ({ ...service, groupId: 1 })),
    patients: sharedPeople.map(({ lastName, firstName, middleName, birthDate, phone }, index) => ({
      id: 701 + index,
      ...{ lastName, firstName, middleName, birthDate },
      phone: `8${phone.slice(2)}`,
    })),
    talons: sharedPeople.slice(0, 12).map((_, index) => {
      const [doctorId, start, step] = index % 2 === 0 ? [8, 8 * 60 + 15, 15] : [11, 10 * 60, 60];
      const begin = start + (index % 4) * 60;
      return {
        patientId: 701 + index,
        doctorId,
        date: addDays(today, Math.floor(index / 4) + 1),
        begin: timeOf(begin),
        end: timeOf(begin + step),
        statusId: index % 3 === 0 ? 11 : 10,
      };
    }),
  };
}
