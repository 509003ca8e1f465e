import type { Meaning } from '../settings/statuses.schemas.ts';

/** What the domain speaks of. Dates are the branch's `yyyy-mm-dd`, times its `HH:MM`, money whole roubles. */

export type ServiceFact = {
  id: number;
  code: string;
  name: string;
  price: number;
  durationMinutes: number;
  /** The group it stands in and the groups around that. */
  groupIds: readonly number[];
};

/** A visit with everything that may be written to a deal; `null` = ArchiMed+ does not tell. */
export type VisitFacts = {
  id: string;
  sourceId: number;
  talonId: number;
  branchId: number;
  branchTitle: string;
  timeZone: string;
  patientId: number | null;
  doctorId: number | null;
  doctorName: string;
  specialityIds: readonly number[] | null;
  date: string;
  begin: string;
  end: string;
  room: string;
  statusId: number;
  statusName: string;
  meaning: Meaning | null;
  deleted: boolean;
  services: readonly ServiceFact[] | null;
  comment: string | null;
};

/** As much of a deal's visit as the choice of the driving one needs. */
export type VisitRef = {
  id: string;
  talonId: number;
  date: string;
  begin: string;
  meaning: Meaning | null;
  deleted: boolean;
};

export type FieldValue = { value: string | number | boolean | null; enumId: number | null };

export type LeadView = {
  id: number;
  name: string;
  pipelineId: number;
  statusId: number;
  price: number;
  responsibleId: number;
  createdAt: number;
  updatedAt: number;
  contactId: number | null;
  fields: ReadonlyMap<number, readonly FieldValue[]>;
};

export type ContactView = {
  id: number;
  name: string;
  firstName: string;
  lastName: string;
  responsibleId: number;
  phones: readonly string[];
  /** From the mapped field, when there is one. */
  birthDate: string | null;
  fields: ReadonlyMap<number, readonly FieldValue[]>;
};

export type PersonFacts = {
  lastName: string;
  firstName: string;
  middleName: string;
  birthDate: string | null;
  phones: readonly string[];
};

export type CustomField = {
  id: number;
  name: string;
  type: string;
  enums: readonly { id: number; value: string }[];
};

/** Why something was or was not done: a stable code and the sentence for people. */
export type Reason = { code: string; text: string };

/** amoCRM's system stages are the same in every pipeline (amocrm-api.md §4.9). */
export const WON = 142;
export const LOST = 143;

export function isClosedStage(statusId: number): boolean {
  return statusId === WON || statusId === LOST;
}
