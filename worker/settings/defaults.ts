import type { AutomationSettings, MatchingSettings } from './automation.schemas.ts';
import type { FieldSettings } from './fields.schemas.ts';
import type { StatusSettings } from './statuses.schemas.ts';
import type { UserSettings } from './users.schemas.ts';

/** What holds before anything is set (product.md §3.3, §3.5). */
export const defaultSettings = {
  fields: {
    lead: {
      recordId: null,
      branchId: null,
      dateTime: null,
      date: null,
      time: null,
      doctor: null,
      services: null,
      branch: null,
      room: null,
      status: null,
      comment: null,
      budget: false,
    },
    contact: { patientId: null, cardNumber: null, birthDate: null },
  } satisfies FieldSettings,
  users: { rows: [] } satisfies UserSettings,
  automation: {
    task: {
      enabled: false,
      forReception: false,
      text: 'Подтвердить запись: {врач}, {дата}, {время}',
      typeId: 1,
      when: { anchor: 'visit', minutes: -1440 },
    },
    journalPipelines: [],
    hideOnStages: [],
    newDealStage: null,
    newDealTitle: 'Запись: {врач}, {дата}',
    defaultResponsible: null,
    protectedStages: [],
    syncPipelines: null,
    policy: 'many',
    limits: { moves: 200, creations: 50 },
    historyDays: 30,
    alert: { userId: null, minutes: 30 },
  } satisfies AutomationSettings,
  matching: {
    search: true,
    stages: null,
    idIsEnough: false,
    keepTitle: true,
    priority: 'earliest',
  } satisfies MatchingSettings,
  statuses: {
    mode: 'all',
    rows: [],
    rules: [],
    twoWay: { rows: [], conflict: 'archimed' },
  } satisfies StatusSettings,
};
