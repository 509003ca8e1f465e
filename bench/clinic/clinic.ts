import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { SourceDescriptionInput } from '../../sandbox/archimed/clinic/description.ts';
import { post } from '../../sandbox/demo/connect.ts';

/** A clinic with room for thousands of visits, one for each account, and what its reception does there. */
export type Clinic = {
  key: { apiId: string; apiSecret: string };
  /** Visits of people nobody has seen before. */
  bookNewcomers(count: number): Promise<Talon[]>;
  bookAgain(patients: readonly number[]): Promise<Talon[]>;
  setStatus(talons: readonly Talon[], statusId: number): Promise<void>;
};

export type Talon = { id: number; patientId: number };

export const statusIds = { booked: 1, confirmed: 2, completed: 3, cancelled: 4, arrived: 5 } as const;

const STEP = 15;
const [OPENS, CLOSES] = [8 * 60, 20 * 60];
const DOCTORS = 20;
/** Within the days that every poll reads (poll-schedule of the product). */
const DAYS = 12;
const AT_ONCE = 8;

const talonSchema = z.object({ id: z.int(), patientId: z.int() });

export async function openClinic(archimedUrl: string, id: string): Promise<Clinic> {
  const key = { apiId: randomBytes(16).toString('hex'), apiSecret: randomBytes(16).toString('hex') };
  const days = Array.from({ length: DAYS }, (_, index) => dayAfter(index + 1));
  const slots = slotsOf(days);
  const source = `${archimedUrl}/_sandbox/sources/${id}`;
  let people = 0;

  const book = (who: readonly object[]) =>
    eachAtOnce(who, async (person) => {
      const slot = slots.next();
      if (slot.done) {
        throw new Error('The clinic has no free time left.');
      }
      return talonSchema.parse(await post(`${source}/talons`, { ...slot.value, ...person }));
    });

  await post(`${archimedUrl}/_sandbox/sources`, description(id, key, days));
  return {
    key,
    bookNewcomers: (count) =>
      book(
        Array.from({ length: count }, () => {
          people += 1;
          return { person: newcomer(people) };
        }),
      ),
    bookAgain: (patients) => book(patients.map((patientId) => ({ patientId }))),
    async setStatus(talons, statusId) {
      await eachAtOnce(talons, async (talon) => {
        const reply = await fetch(`${source}/talons/${talon.id}`, {
          method: 'PATCH',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ statusId }),
        });
        if (!reply.ok) {
          throw new Error(`status of talon ${talon.id}: ${await reply.text()}`);
        }
      });
    },
  };
}

function description(id: string, key: Clinic['key'], days: readonly string[]): SourceDescriptionInput {
  const doctors = Array.from({ length: DOCTORS }, (_, index) => index + 11);
  return {
    id,
    name: `Клиника ${id}`,
    timeZone: 'Europe/Moscow',
    keys: [key],
    buildings: [{ id: 1, name: 'Центр' }],
    specializations: [{ id: 1, name: 'Терапевт' }],
    doctors: doctors.map((doctorId) => ({
      id: doctorId,
      lastName: `Врачев${doctorId}`,
      firstName: 'Пётр',
      specializationIds: [1],
      maxTime: STEP,
      photo: false,
    })),
    schedules: doctors.map((doctorId) => ({
      doctorId,
      buildingId: 1,
      room: `Кабинет ${doctorId}`,
      from: days[0] ?? '',
      to: days.at(-1) ?? '',
      start: clockTime(OPENS),
      end: clockTime(CLOSES),
      step: STEP,
    })),
    statuses: [
      { id: statusIds.booked, name: 'Запись' },
      { id: statusIds.confirmed, name: 'Подтверждён' },
      { id: statusIds.completed, name: 'Приём состоялся' },
      { id: statusIds.cancelled, name: 'Отменён', cancelled: true },
      { id: statusIds.arrived, name: 'Пациент пришёл' },
    ],
    deleteReasons: [{ id: 1, name: 'Отказ пациента' }],
  };
}

/** Every slot once; the first ones spread over all days, as visits do. */
function* slotsOf(days: readonly string[]): Generator<{ doctorId: number; date: string; begin: string }> {
  for (let at = OPENS; at + STEP <= CLOSES; at += STEP) {
    for (let doctor = 0; doctor < DOCTORS; doctor += 1) {
      for (const date of days) {
        yield { doctorId: doctor + 11, date, begin: clockTime(at) };
      }
    }
  }
}

function newcomer(number: number) {
  return {
    lastName: `Пациентов${number}`,
    firstName: 'Анна',
    middleName: 'Сергеевна',
    birthDate: `19${50 + (number % 50)}-0${1 + (number % 9)}-1${number % 10}`,
    phone: phoneOf(number),
  };
}

export function phoneOf(number: number): string {
  return `+7916${String(1_000_000 + number)}`;
}

function clockTime(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function dayAfter(days: number): string {
  return new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Moscow' }).format(Date.now() + days * 86_400_000);
}

async function eachAtOnce<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const [place, item] of queue) {
        results[place] = await work(item);
      }
    }),
  );
  return results;
}
