/**
 * Everything about ArchiMed+ that no official page we could read proves (archimed-api.md §10). When a real key shows
 * otherwise, that section, this file and the sandbox change together; nothing else should need to.
 */

export const API_PREFIX = '/api/v5';

export const paths = {
  talons: 'talons',
  talonStatuses: 'talonstatuses',
  talonDeleteReasons: 'talondeletereasons',
  medcards: 'medcards',
  doctors: 'doctors',
  specializations: 'specializations',
  intervals: 'intervals',
  services: 'services',
  serviceGroups: 'groupservices',
  buildings: 'buildings',
  /** «Отделения», spelled so by the API. */
  departments: 'branchs',
} as const;

/** `fields[]`: only what we use. Never photo, snils, passport or address. */
export const fields = {
  talon: [
    'id',
    'patient_id',
    'patient_name',
    'patient_phone',
    'info',
    'begintime',
    'endtime',
    'date',
    'room',
    'status_id',
    'creation_datetime',
    'update_datetime',
    'record_type',
    'delete_reason_id',
    'deleted',
    'docs',
  ],
  medcard: ['id', 'number', 'last_name', 'first_name', 'middle_name', 'birthdate', 'phone', 'phone1'],
  doctor: ['id', 'name', 'name1', 'name2', 'type', 'max_time', 'types'],
  service: ['id', 'code', 'name', 'group_id', 'group_name', 'base_cost', 'duration', 'info'],
  serviceGroup: ['id', 'code', 'name', 'owner'],
  building: ['id', 'name', 'address'],
  dictionary: ['id', 'name'],
} as const;

/**
 * `info` of a service is the only text about it that the API has (archimed-api.md §4.7), and clinics put there what a patient
 * should know before: it is copied to the patient as the preparation. A novel is not, and thousands of them would not fit
 * into the kept list.
 */
export const servicePreparation = { field: 'info', mostLetters: 600 } as const;

/** Lists are ascending by id; a larger `limit` is cut to this. */
export const LIST_LIMIT = 500;

/** `intervals` answers at most this many days, first and last included. */
export const INTERVAL_DAYS = 31;

/**
 * Filters that work, equality only; any other one, and any operator, is ignored without a word. The rows are checked
 * all the same. `medcards` by phone finds a stored string that is equal, in `phone` and in `phone1`.
 */
export const filters = { talonDate: 'date', medcardPhone: 'phone' } as const;

/**
 * What the probe of a connection tries beyond that (archimed-api.md §6, first of the plan): a range over the time of
 * change. No source shows that it exists; it is used only where the rows of a reply prove it.
 */
export const changedSinceFilter = { field: 'update_datetime', operator: '>=' } as const;

/** `intervals` may take these two; some clinics ignore them. */
export const intervalFilters = { doctor: 'doc_id', building: 'build_id' } as const;

/** Lists and single talons; without it a deleted talon does not exist. */
export const WITH_DELETED = 'withDeleted';

/** Form fields of writes. Services, room and building have none. */
export const talonForm = {
  doctorId: 'doc_id',
  date: 'date',
  begin: 'begintime',
  end: 'endtime',
  patientId: 'patient_id',
  info: 'info',
  statusId: 'status_id',
  deleteReasonId: 'delete_reason_id',
} as const;

export const medcardForm = {
  lastName: 'last_name',
  firstName: 'first_name',
  middleName: 'middle_name',
  birthDate: 'birthdate',
  phone: 'phone',
} as const;

/** A write is done when the body says so; the same word tells an error inside a 200. Messages are shown, never searched. */
export const writeStatus = { done: 'Ok', refused: 'Error' } as const;

/** Accounts of the program itself among the doctors, e.g. «Администратор ArchiMed+». */
export const SERVICE_ACCOUNT = /archimed|^администратор(\s|$)/iu;

/** Recommended life of a token (§1); ours is renewed well before. */
export const TOKEN_LIFE_SECONDS = 3600;
