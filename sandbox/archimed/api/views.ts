import type { Doctor } from '../clinic/description.ts';
import type { Medcard, Source, Talon } from '../clinic/source.ts';
import { fullName, recordTypes, speciality } from '../clinic/source.ts';
import type { WallTime } from '../clinic/wall-clock.ts';
import { toRussianDate } from '../clinic/wall-clock.ts';
import type { Row } from './list.ts';
import { photo } from './photo.ts';

/** archimed-api.md §4.1. What is absent is 0 or "", in other clinics null (§3). */
export function talonView(source: Source, talon: Talon): Row {
  const medcard = source.medcards.get(talon.patientId);
  const doctor = source.doctors.get(talon.doctorId);
  const recordType = recordTypes[talon.recordType];
  const none = source.behaviour.absent === 'null' ? { id: null, name: null } : { id: 0, name: '' };
  return {
    id: talon.id,
    patient_id: talon.patientId,
    number: medcard?.number ?? '',
    patient_name: medcard === undefined ? '' : fullName(medcard),
    patient_phone: medcard?.phone ?? '',
    patient_email: medcard?.email ?? '',
    sms_send: true,
    email_send: 0,
    info: talon.info,
    begintime: `${talon.begin}:00`,
    endtime: `${talon.end}:00`,
    date: toRussianDate(talon.date),
    datetime: `${toRussianDate(talon.date)} ${talon.begin}:00`,
    room: talon.room,
    creator: talon.creator,
    status_id: talon.statusId,
    status: nameOf(source.description.statuses, talon.statusId),
    creation_datetime: dateTime(talon.createdAt),
    update_datetime: dateTime(talon.updatedAt),
    reception_type_id: none.id,
    reception_type: none.name,
    com_status_id: none.id,
    com_status: none.name,
    info_source_id: none.id,
    info_source: none.name,
    record_type_id: recordType.id,
    record_type: recordType.name,
    owner_id: none.id,
    delete_reason_id: talon.deleteReasonId ?? none.id,
    delete_reason:
      talon.deleteReasonId === null
        ? none.name
        : nameOf(source.description.deleteReasons, talon.deleteReasonId),
    deleted: talon.deleted,
    docs:
      doctor === undefined
        ? []
        : [{ id: doctor.id, name: fullName(doctor), type: speciality(source, doctor) }],
    assistants: [],
    agents: [],
  };
}

/** archimed-api.md §4.4, with the passport data that a careful client never asks for. */
export function medcardView(medcard: Medcard): Row {
  return {
    id: medcard.id,
    last_name: medcard.lastName,
    first_name: medcard.firstName,
    middle_name: medcard.middleName,
    birthdate: medcard.birthDate === null ? '' : toRussianDate(medcard.birthDate),
    phone: medcard.phone,
    phone1: medcard.phone1,
    gendertype: '0',
    creationdate: toRussianDate(medcard.createdAt.date),
    changedate: dateTime(medcard.changedAt),
    number: medcard.number,
    work_name: '',
    office_name: '',
    profession: '',
    email: medcard.email,
    sms_send: 1,
    email_send: 0,
    registration_address: '',
    residence_address: '',
    doc_name: 'Паспорт',
    doc_series: '0000',
    doc_number: String(100000 + medcard.id),
    doc_issue: '',
    doc_date: '',
  };
}

/** archimed-api.md §4.5: the live v5 shape, 25 keys. What is absent is null. */
export function doctorView(source: Source, doctor: Doctor): Row {
  const building = homeBuilding(source, doctor);
  const types = doctor.specializationIds.map((id) => ({
    id,
    name: nameOf(source.description.specializations, id),
  }));
  return {
    id: doctor.id,
    name: doctor.lastName,
    name1: doctor.firstName,
    name2: doctor.middleName,
    type: speciality(source, doctor),
    code: '',
    max_time: doctor.maxTime,
    phone: doctor.phone.replace(/^\+/, ''),
    snils: null,
    info: '',
    zone_id: null,
    zone: null,
    branch_id: doctor.branchId,
    branch: doctor.branchId === null ? null : nameOf(source.description.branches, doctor.branchId),
    category_id: null,
    category: null,
    scientific_degree_id: null,
    scientific_degree: null,
    user_id: 100 + doctor.id,
    photo: doctor.photo ? photo() : null,
    address: building?.address ?? null,
    building_name: building?.name ?? null,
    building_web_name: null,
    primary_type_id: doctor.specializationIds[0] ?? 0,
    types,
  };
}

/** archimed-api.md §4.7. */
export function serviceView(source: Source, service: Source['description']['services'][number]): Row {
  return {
    id: service.id,
    kind: 0,
    code: service.code,
    name: service.name,
    altcode: '',
    altname: '',
    barcode: '',
    info: service.info,
    group_id: service.groupId,
    group_name: nameOf(source.description.groups, service.groupId),
    mz_code: '',
    base_cost: service.cost,
    cito_cost: 0,
    purchase_price: 0,
    duration: service.duration,
    denomination: 1,
    unit_id: null,
    unit: null,
  };
}

export function nameOf(rows: readonly { id: number; name: string }[], id: number | null): string {
  return rows.find((row) => row.id === id)?.name ?? '';
}

function homeBuilding(source: Source, doctor: Doctor): { name: string; address: string } | undefined {
  const schedule = source.schedules.find((row) => row.doctorId === doctor.id);
  return source.description.buildings.find((row) => row.id === schedule?.buildingId);
}

function dateTime(wall: WallTime): string {
  return `${toRussianDate(wall.date)} ${wall.time}`;
}
