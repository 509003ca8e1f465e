import { defaultSettings } from '../settings/defaults.ts';
import type { StatusRow, StatusSettings } from '../settings/statuses.schemas.ts';
import type { ContactView, CustomField, FieldValue, LeadView, PersonFacts, VisitFacts } from './model.ts';
import type { PlanInput } from './plan.ts';
import type { StageRules } from './stage.ts';
import { toEpochMs } from './wall-clock.ts';

/** Test support only: an invented clinic, and builders that say no more than a test is about. */

export const TODAY = '2026-11-23';
export const NOW = toEpochMs(TODAY, '10:00', 'Europe/Moscow');

export const PIPELINE = 9011442;
export const STAGES = { first: 101, booked: 102, confirmed: 103, arrived: 104 } as const;

/** The demo clinic's directory (archimed-api.md §10). */
export const STATUS = { booked: 1, confirmed: 2, completed: 3, cancelled: 4, arrived: 5, noShow: 6 } as const;

export const FIELD = {
  recordId: 501,
  branchId: 502,
  dateTime: 503,
  doctor: 504,
  services: 505,
  room: 506,
  status: 507,
  comment: 508,
  patientId: 601,
  cardNumber: 602,
  birthDate: 603,
} as const;

export function visit(over: Partial<VisitFacts> = {}): VisitFacts {
  return {
    id: 'visit-1',
    sourceId: 1,
    talonId: 2283,
    branchId: 1,
    branchTitle: 'Центр',
    timeZone: 'Europe/Moscow',
    patientId: 721,
    doctorId: 8,
    doctorName: 'Орлова Анна Сергеевна',
    specialityIds: [34],
    date: '2026-11-27',
    begin: '14:30',
    end: '15:00',
    room: 'Кабинет № 2',
    statusId: STATUS.booked,
    statusName: 'Запись',
    meaning: 'booked',
    deleted: false,
    services: null,
    comment: null,
    ...over,
  };
}

export function lead(over: Partial<LeadView> = {}): LeadView {
  return {
    id: 41203317,
    name: 'Заявка с сайта',
    pipelineId: PIPELINE,
    statusId: STAGES.first,
    price: 0,
    responsibleId: 11402217,
    createdAt: 1_795_000_000,
    updatedAt: 1_795_000_000,
    contactId: 77,
    fields: new Map(),
    ...over,
  };
}

export function contact(over: Partial<ContactView> = {}): ContactView {
  return {
    id: 77,
    name: 'Лебедева Ирина',
    firstName: '',
    lastName: '',
    responsibleId: 11402217,
    phones: ['+79050001122'],
    birthDate: null,
    fields: new Map(),
    ...over,
  };
}

export function person(over: Partial<PersonFacts> = {}): PersonFacts {
  return {
    lastName: 'Лебедева',
    firstName: 'Ирина',
    middleName: 'Петровна',
    birthDate: '1990-05-17',
    phones: ['+79050001122'],
    ...over,
  };
}

export function fieldValue(value: string | number): FieldValue[] {
  return [{ value, enumId: null }];
}

export function row(statusId: number | 'deleted', stageId: number | null, moveClosed = false): StatusRow {
  return {
    statusId,
    meaning: null,
    pipelineId: stageId === null ? null : PIPELINE,
    stageId,
    moveClosed,
  };
}

export function statusTable(over: Partial<StatusSettings> = {}): StatusSettings {
  return { ...defaultSettings.statuses, ...over };
}

export function stageRules(over: Partial<StageRules> = {}): StageRules {
  return {
    statuses: statusTable({
      rows: [
        row(STATUS.booked, STAGES.booked),
        row(STATUS.confirmed, STAGES.confirmed),
        row(STATUS.arrived, STAGES.arrived),
        row(STATUS.cancelled, 143),
        row(STATUS.completed, 142),
        row('deleted', STAGES.first),
      ],
    }),
    protectedStages: [],
    syncPipelines: null,
    stageName: (stage) => `этап ${stage.stageId}`,
    ...over,
  };
}

const LEAD_FIELDS: CustomField[] = [
  { id: FIELD.recordId, name: 'ID записи ArchiMed+', type: 'numeric', enums: [] },
  { id: FIELD.branchId, name: 'ID филиала ArchiMed+', type: 'numeric', enums: [] },
  { id: FIELD.dateTime, name: 'Дата и время', type: 'date_time', enums: [] },
  { id: FIELD.doctor, name: 'Врач', type: 'text', enums: [] },
  {
    id: FIELD.services,
    name: 'Услуги',
    type: 'multiselect',
    enums: ['Приём кардиолога', 'ЭКГ', 'УЗИ сердца'].map((value, index) => ({ id: 9001 + index, value })),
  },
  { id: FIELD.room, name: 'Кабинет', type: 'text', enums: [] },
  {
    id: FIELD.status,
    name: 'Статус записи',
    type: 'select',
    enums: ['Запись', 'Подтверждён', 'Пациент пришёл', 'Отменён', 'Приём состоялся', 'Удалена'].map(
      (value, index) => ({ id: 9101 + index, value }),
    ),
  },
  { id: FIELD.comment, name: 'Комментарий', type: 'textarea', enums: [] },
];

const CONTACT_FIELDS: CustomField[] = [
  { id: FIELD.patientId, name: 'ID пациента', type: 'numeric', enums: [] },
  { id: FIELD.cardNumber, name: 'Номер карты', type: 'text', enums: [] },
  { id: FIELD.birthDate, name: 'Дата рождения', type: 'birthday', enums: [] },
];

export function fieldsById(fields: readonly CustomField[]): ReadonlyMap<number, CustomField> {
  return new Map(fields.map((field) => [field.id, field]));
}

export const leadFields = fieldsById(LEAD_FIELDS);
export const contactFields = fieldsById(CONTACT_FIELDS);

/** A visit booked at the reception, its deal linked, everything mapped, tasks on. */
export function planInput(over: Partial<PlanInput> = {}): PlanInput {
  const own = over.own ?? visit();
  const { recordId, branchId, dateTime, doctor, services, room, status, comment } = FIELD;
  const { patientId, cardNumber, birthDate } = FIELD;
  const { fields, automation, matching } = defaultSettings;
  return {
    event: { kind: 'visit.created', at: NOW },
    own,
    ownTask: { id: null, shows: null, done: false },
    bookedByUs: true,
    visits: [own],
    facts: new Map(),
    today: TODAY,
    newlyFound: false,
    lead: lead(),
    leadFields,
    contact: contact(),
    contactFields,
    unusable: new Map(),
    patient: { id: 721, cardNumber: '1576', birthDate: '1990-05-17' },
    memory: { lastVisitId: null, lastStatus: null, written: {}, contactWritten: {} },
    settings: {
      fields: {
        lead: {
          ...fields.lead,
          ...{ recordId, branchId, dateTime, doctor, services, room, status, comment, budget: true },
        },
        contact: { patientId, cardNumber, birthDate },
      },
      automation: { ...automation, task: { ...automation.task, enabled: true } },
      matching,
    },
    stageRulesOf: () => stageRules(),
    hash: (text) => `#${text}`,
    ...over,
  };
}
