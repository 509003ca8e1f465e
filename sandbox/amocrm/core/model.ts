/** What an account of the double holds. Times are Unix seconds as in the API, except where a name says `Ms`. */

export type EntityKind = 'leads' | 'contacts';

export type EnumOption = { id: number; value: string; sort: number; code: string | null };

export const fieldTypes = [
  'text',
  'textarea',
  'streetaddress',
  'numeric',
  'monetary',
  'checkbox',
  'select',
  'radiobutton',
  'multiselect',
  'date',
  'date_time',
  'birthday',
  'url',
  'multitext',
  'tracking_data',
] as const;
export type FieldType = (typeof fieldTypes)[number];

export type Field = {
  id: number;
  name: string;
  type: FieldType;
  code: string | null;
  sort: number;
  groupId: string | null;
  isApiOnly: boolean;
  isPredefined: boolean;
  enums: EnumOption[];
};

export type FieldGroup = { id: string; name: string; sort: number; isPredefined: boolean };

export type StoredValue = { value: string | number | boolean; enumId: number | null };
export type FieldValues = Map<number, StoredValue[]>;

export type Tag = { id: number; name: string; color: string | null };

export type Status = {
  id: number;
  name: string;
  sort: number;
  color: string;
  type: 0 | 1;
  isEditable: boolean;
};
export type Pipeline = {
  id: number;
  name: string;
  sort: number;
  isMain: boolean;
  isUnsortedOn: boolean;
  statuses: Status[];
};

export type User = {
  id: number;
  name: string;
  email: string;
  isAdmin: boolean;
  isActive: boolean;
  isFree: boolean;
  groupId: number;
};

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
  values: FieldValues;
  tagIds: number[];
  index: IndexVersion[];
};

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
  entityType: 'lead' | 'contact' | 'task';
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
};

export type AccountSettings = {
  filtersEnabled: boolean;
  unpaid: boolean | 'all';
  blocked: boolean;
  webhooksInPlan: boolean;
  duplicateControl: boolean;
  indexDelayMs: number;
  falsePositives: boolean;
  rps: number;
  hooks: { double: boolean; shuffle: boolean; together: boolean; paused: boolean; timeScale: number };
};

export type WidgetState = { code: string; installed: boolean; settings: Record<string, unknown> };

export type Account = {
  id: number;
  subdomain: string;
  domain: string;
  name: string;
  timezone: string;
  createdAt: number;
  users: User[];
  pipelines: Pipeline[];
  fields: Record<EntityKind, Field[]>;
  groups: Record<EntityKind, FieldGroup[]>;
  tags: Record<EntityKind, Tag[]>;
  leads: Map<number, Lead>;
  contacts: Map<number, Contact>;
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
