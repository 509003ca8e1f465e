import { holdsSlot } from '../clinic/slots.ts';
import type { Medcard, Source, Talon } from '../clinic/source.ts';
import { fullName, speciality } from '../clinic/source.ts';
import type { WallTime } from '../clinic/wall-clock.ts';
import { fromRussianDate } from '../clinic/wall-clock.ts';

const mostFound = 8;

export type FoundPatient = {
  id: number;
  number: string;
  lastName: string;
  firstName: string;
  middleName: string;
  birthDate: string | null;
  phone: string;
  phone1: string;
};
export type CardVisit = {
  id: number;
  date: string;
  begin: string;
  end: string;
  room: string;
  buildingId: number | null;
  doctorId: number;
  doctor: string;
  speciality: string;
  patient: string;
  statusId: number;
  status: string;
  reason: string;
  deleted: boolean;
  holdsSlot: boolean;
  coming: boolean;
  updatedAt: string;
};
export type PatientCard = FoundPatient & { email: string; visits: CardVisit[] };
export type FoundService = { id: number; code: string; name: string; cost: number; duration: number };

/** By any part of the name, the digits of a phone, the card number or the birth date; a whole card number comes first. */
export function findPatients(source: Source, query: string): FoundPatient[] {
  const text = query.trim();
  const medcards = [...source.medcards.values()];
  const byNumber = medcards.filter((medcard) => medcard.number === text.replace(/^№\s*/, ''));
  if (text.length < 3) return byNumber.map(foundPatient);
  const matches = matcher(text);
  const others = medcards.filter((medcard) => !byNumber.includes(medcard) && matches(medcard));
  return [...byNumber, ...others].slice(0, mostFound).map(foundPatient);
}

function matcher(text: string): (medcard: Medcard) => boolean {
  const birthDate = fromRussianDate(text);
  if (birthDate !== null) return (medcard) => medcard.birthDate === birthDate;
  if (/\p{L}/u.test(text)) {
    const words = plain(text).split(/\s+/);
    return (medcard) => words.every((word) => plain(fullName(medcard)).includes(word));
  }
  const digits = text.replace(/\D/g, '').replace(/^[78](?=\d{10}$)/, '');
  if (digits.length < 3) return () => false;
  return (medcard) =>
    [medcard.phone, medcard.phone1].some((phone) => phone.replace(/\D/g, '').includes(digits));
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е');
}

/** A patient with all visits, the next one first, then the past from the newest on. */
export function patientCard(source: Source, patientId: number, wall: WallTime): PatientCard | undefined {
  const medcard = source.medcards.get(patientId);
  if (medcard === undefined) return undefined;
  const visits = [...source.talons.values()]
    .filter((talon) => talon.patientId === patientId)
    .map((talon) => cardVisit(source, talon, wall))
    .sort((a, b) => (when(a) < when(b) ? -1 : 1));
  const coming = visits.filter((visit) => visit.coming);
  const others = visits.filter((visit) => !visit.coming).reverse();
  return { ...foundPatient(medcard), email: medcard.email, visits: [...coming, ...others] };
}

/** «Удалённые»: the last deleted or cancelled first. */
export function removedVisits(source: Source, wall: WallTime, limit = 100): CardVisit[] {
  return [...source.talons.values()]
    .filter((talon) => !holdsSlot(source, talon))
    .map((talon) => cardVisit(source, talon, wall))
    .sort((a, b) => b.updatedAt.localeCompare(a.updatedAt) || b.id - a.id)
    .slice(0, limit);
}

export function findServices(source: Source, query: string): FoundService[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return source.description.services
    .filter((service) => words.every((word) => plain(`${service.code} ${service.name}`).includes(word)))
    .slice(0, mostFound)
    .map(({ id, code, name, cost, duration }) => ({ id, code, name, cost, duration }));
}

function cardVisit(source: Source, talon: Talon, wall: WallTime): CardVisit {
  const { statuses, deleteReasons } = source.description;
  const doctor = source.doctors.get(talon.doctorId);
  const patient = source.medcards.get(talon.patientId);
  const holds = holdsSlot(source, talon);
  return {
    id: talon.id,
    date: talon.date,
    begin: talon.begin,
    end: talon.end,
    room: talon.room,
    buildingId: talon.buildingId,
    doctorId: talon.doctorId,
    doctor: doctor === undefined ? '' : fullName(doctor),
    speciality: doctor === undefined ? '' : speciality(source, doctor),
    patient: patient === undefined ? '' : fullName(patient),
    statusId: talon.statusId,
    status: statuses.find((row) => row.id === talon.statusId)?.name ?? '',
    reason: deleteReasons.find((row) => row.id === talon.deleteReasonId)?.name ?? '',
    deleted: talon.deleted,
    holdsSlot: holds,
    coming: holds && `${talon.date} ${talon.end}` > `${wall.date} ${wall.time.slice(0, 5)}`,
    updatedAt: `${talon.updatedAt.date} ${talon.updatedAt.time}`,
  };
}

function foundPatient(medcard: Medcard): FoundPatient {
  const { id, number, lastName, firstName, middleName, birthDate, phone, phone1 } = medcard;
  return { id, number, lastName, firstName, middleName, birthDate, phone, phone1 };
}

function when(visit: CardVisit): string {
  return `${visit.date} ${visit.begin}`;
}
