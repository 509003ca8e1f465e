import type { Field, FieldGroup, FieldValues } from './field.ts';
import type { Role, TaskType, User, UserGroup } from './people.ts';
import type { AccountSettings } from './settings.ts';
import type { StageTrigger } from './triggers.ts';
import type { UnsortedItem } from './unsorted.ts';

/** What an account of the double holds. Times are Unix seconds as in the API, except where a name says `Ms`. */

export {
  type ChainedList,
  type CompositeValue,
  type EnumOption,
  type Field,
  type FieldGroup,
  type FieldType,
  type FieldValues,
  fieldTypes,
  type StatusRef,
  type StoredValue,
} from './field.ts';
export type { User } from './people.ts';
export type { AccountSettings, HookSettings } from './settings.ts';

export const entityKinds = ['leads', 'contacts', 'companies'] as const;
export type EntityKind = (typeof entityKinds)[number];
export type EntityName = 'lead' | 'contact' | 'company';

export const entityNames = {
  leads: 'lead',
  contacts: 'contact',
  companies: 'company',
} as const satisfies Record<EntityKind, EntityName>;

/** Element types of hooks and of the widget SDK (amocrm-api.md §4). */
export const elementTypes = { contacts: 1, leads: 2, companies: 3 } as const satisfies Record<
  EntityKind,
  number
>;

export type Tag = { id: number; name: string; color: string | null };

export type StatusDescription = { id: number; level: string; description: string };

export type Status = {
  id: number;
  name: string;
  sort: number;
  color: string;
  type: 0 | 1;
  isEditable: boolean;
  descriptions: StatusDescription[];
};
export type Pipeline = {
  id: number;
  name: string;
  sort: number;
  isMain: boolean;
  isUnsortedOn: boolean;
  statuses: Status[];
  duplicateControl: DuplicateControl;
};

/** Duplicate control of one pipeline (amocrm-api.md §4.2); it works for the integration of the account only. */
export type DuplicateControl = {
  enabled: boolean;
  /** The integration appears in these settings after its first deal in the pipeline. */
  listed: boolean;
  byPhone: boolean;
  byEmail: boolean;
  /** Text and numeric fields of deals, contacts or companies. */
  fieldIds: number[];
  /** `null`: every open stage. */
  statusIds: number[] | null;
  conflict: 'overwrite' | 'keep';
};

/** A source of deals made by the integration (amocrm-api.md §4.1, `_embedded.source`). */
export type LeadSource = { id: number; externalId: string; name: string; pipelineId: number };

export type LossReason = { id: number; name: string; sort: number; createdAt: number; updatedAt: number };

/** What the search index knew of an entity at a time; searches read a version that is old enough. */
export type IndexVersion = { atMs: number; phones: string[]; texts: string[] };

export type Lead = {
  id: number;
  name: string;
  price: number;
  responsibleUserId: number;
  statusId: number;
  pipelineId: number;
  lossReasonId: number | null;
  createdBy: number;
  updatedBy: number;
  createdAt: number;
  updatedAt: number;
  closedAt: number | null;
  isDeleted: boolean;
  values: FieldValues;
  tagIds: number[];
  contacts: { id: number; isMain: boolean }[];
  /** A deal has at most one company. */
  companyId: number | null;
  sourceId: number | null;
  visitorUid: string | null;
  /** Seconds. */
  laborCost: number | null;
  score: number | null;
  isPriceModifiedByRobot: boolean;
  /** Made by a chat: its hooks may lack the price and carry an empty name (§5.3). */
  isFromChat: boolean;
  index: IndexVersion[];
};

export type Contact = {
  id: number;
  name: string;
  firstName: string;
  lastName: string;
  responsibleUserId: number;
  createdBy: number;
  updatedBy: number;
  createdAt: number;
  updatedAt: number;
  isDeleted: boolean;
  /** Contacts inside «Неразобранное» are not listed until they are accepted (§4.12). */
  isUnsorted: boolean;
  companyId: number | null;
  values: FieldValues;
  tagIds: number[];
  index: IndexVersion[];
};

export type Company = Omit<Contact, 'firstName' | 'lastName' | 'companyId'>;

export type Task = {
  id: number;
  text: string;
  taskTypeId: number;
  completeTill: number;
  duration: number;
  isCompleted: boolean;
  resultText: string | null;
  entityId: number | null;
  entityType: EntityKind | null;
  responsibleUserId: number;
  createdBy: number;
  updatedBy: number;
  createdAt: number;
  updatedAt: number;
};

export type Note = {
  id: number;
  entityType: EntityKind;
  entityId: number;
  noteType: string;
  params: Record<string, unknown>;
  responsibleUserId: number;
  createdBy: number;
  updatedBy: number;
  createdAt: number;
  updatedAt: number;
};

export type CrmEvent = {
  id: string;
  type: string;
  entityId: number;
  entityType: EntityName | 'task';
  createdBy: number;
  createdAt: number;
  valueAfter: unknown[];
  valueBefore: unknown[];
};

export type Webhook = {
  id: number;
  destination: string;
  settings: string[];
  sort: number;
  disabled: boolean;
  createdBy: number;
  createdAt: number;
  updatedAt: number;
  /** Milliseconds of the answers that did not count as received (amocrm-api.md §5.2, disabling rule). */
  badAnswersMs: number[];
};

export type Integration = {
  clientId: string;
  clientSecret: string;
  redirectUri: string;
  disconnectUrl: string | null;
  scopes: string[];
  /** A public one is moderated and loads nothing from elsewhere (amocrm-api.md §6.8); public unless told. */
  kind?: 'public' | 'private';
};

export type WidgetState = {
  code: string;
  installed: boolean;
  settings: Record<string, unknown>;
  /** Actions of the Digital Pipeline, by stage. */
  triggers?: StageTrigger[];
};

export type Account = {
  id: number;
  subdomain: string;
  domain: string;
  name: string;
  timezone: string;
  createdAt: number;
  users: User[];
  roles: Role[];
  userGroups: UserGroup[];
  taskTypes: TaskType[];
  /** By uid; accepted, declined and linked ones stay for the summary. */
  unsorted: Map<string, UnsortedItem>;
  pipelines: Pipeline[];
  lossReasons: LossReason[];
  sources: LeadSource[];
  fields: Record<EntityKind, Field[]>;
  groups: Record<EntityKind, FieldGroup[]>;
  tags: Record<EntityKind, Tag[]>;
  leads: Map<number, Lead>;
  contacts: Map<number, Contact>;
  companies: Map<number, Company>;
  tasks: Map<number, Task>;
  notes: Map<number, Note>;
  events: CrmEvent[];
  webhooks: Webhook[];
  integration: Integration;
  widget: WidgetState;
  settings: AccountSettings;
};

export const WON = 142;
export const LOST = 143;

export function isClosed(statusId: number): boolean {
  return statusId === WON || statusId === LOST;
}
