import { Hono } from 'hono';
import type { Doctor } from '../clinic/description.ts';
import { dayKey, holdersByDay, intervalsOf } from '../clinic/slots.ts';
import type { Schedule, Source, Talon } from '../clinic/source.ts';
import { fullName, speciality } from '../clinic/source.ts';
import { daysBetween, fromRussianDate, toRussianDate } from '../clinic/wall-clock.ts';
import type { Distortion } from '../faults/faults.ts';
import type { ApiEnv } from './env.ts';
import { failed } from './env.ts';
import { nameOf } from './views.ts';

const maximumDays = 31;

/** Schedules with their intervals: ids are strings here, past ones stay free (archimed-api.md §4.6, §10). */
export function intervalRoutes(): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>({ strict: false });

  routes.get('/intervals', (c) => {
    const from = fromRussianDate(c.req.query('date_from') ?? '');
    const to = fromRussianDate(c.req.query('date_to') ?? '');
    if (from === null || to === null) return failed(c, 400, 'Не указан период (date_from, date_to)');
    if (to < from) return failed(c, 400, 'Неверный период');
    if (daysBetween(from, to) + 1 > maximumDays) return failed(c, 400, 'Период больше 31 дня');

    const source = c.get('source');
    const wanted = source.description.intervalsIgnoreFilters
      ? { doctor: '', building: '' }
      : { doctor: c.req.query('doc_id') ?? '', building: c.req.query('build_id') ?? '' };
    const schedules = source.schedules.filter(
      (row) =>
        row.published &&
        from <= row.date &&
        row.date <= to &&
        (wanted.doctor === '' || wanted.doctor === String(row.doctorId)) &&
        (wanted.building === '' || wanted.building === String(row.buildingId)),
    );
    const byDoctor = Map.groupBy(schedules, (row) => row.doctorId);
    const holders = holdersByDay(source);
    const doctors = [...source.doctors.values()].flatMap((doctor) => {
      const own = byDoctor.get(doctor.id);
      return own === undefined ? [] : [doctorSchedules(source, doctor, own, holders)];
    });
    return c.json({ doctors: distort(doctors, c.get('distortion')) });
  });

  return routes;
}

function distort<T>(doctors: readonly T[], distortion: Distortion | undefined): readonly T[] {
  if (distortion === undefined) return doctors;
  return distortion === 'short-list' ? doctors.slice(0, Math.floor(doctors.length / 3)) : [];
}

function doctorSchedules(
  source: Source,
  doctor: Doctor,
  schedules: readonly Schedule[],
  holders: ReadonlyMap<string, Talon[]>,
): object {
  const { specializations, buildings } = source.description;
  return {
    id: doctor.id,
    name: fullName(doctor),
    primary_spec: speciality(source, doctor),
    primary_spec_id: String(doctor.specializationIds[0] ?? ''),
    specs: doctor.specializationIds.map((id) => ({ id: String(id), name: nameOf(specializations, id) })),
    schedules: [...schedules]
      .sort((a, b) => `${a.date} ${a.start}`.localeCompare(`${b.date} ${b.start}`))
      .map((row) => ({
        id: String(row.id),
        build_id: String(row.buildingId),
        build_name: nameOf(buildings, row.buildingId),
        room: row.room,
        address: buildings.find((building) => building.id === row.buildingId)?.address ?? '',
        kind: '0',
        date: toRussianDate(row.date),
        start: row.start,
        end: row.end,
        intervals: intervalsOf(row, holders.get(dayKey(row.doctorId, row.date)) ?? []).map((interval) => ({
          start: interval.begin,
          end: interval.end,
          free: interval.free,
        })),
      })),
  };
}
