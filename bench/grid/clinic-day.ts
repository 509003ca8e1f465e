/** One day of a clinic, the same for both sides: 40 doctors, half an hour a visit, some three of five taken. */
export const DAY = '2026-11-30';
export const ZONE = 'Europe/Moscow';
const DOCTORS = 40;
const FIRST_HOUR = 9;
const HOURS = 9;

export type Piece = { start: string; end: string; free: boolean; patient: string };
export type DoctorDay = { id: number; name: string; speciality: string; room: string; pieces: Piece[] };

const surnames = ['Иванова', 'Петров', 'Смирнова', 'Кузнецов', 'Соколова', 'Орлов', 'Новикова', 'Фёдоров'];
const specialities = ['Кардиолог', 'Невролог', 'Терапевт', 'Хирург', 'Эндокринолог'];

export function clinicDay(): DoctorDay[] {
  return Array.from({ length: DOCTORS }, (_, doctor) => ({
    id: doctor + 1,
    name: `${pick(surnames, doctor)} ${'АБВГД'.charAt(doctor % 5)}. ${'ПСМНК'.charAt(doctor % 4)}.`,
    speciality: pick(specialities, doctor),
    room: String(201 + doctor),
    pieces: Array.from({ length: HOURS * 2 }, (_, index) => ({
      start: clock(index),
      end: clock(index + 1),
      free: (doctor * 7 + index * 11) % 5 < 2,
      patient: `${pick(surnames, doctor + index)} М. П.`,
    })),
  }));
}

function clock(index: number): string {
  const minutes = FIRST_HOUR * 60 + index * 30;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${minutes % 60 === 0 ? '00' : '30'}`;
}

function pick(list: readonly string[], index: number): string {
  return list[index % list.length] ?? '';
}
