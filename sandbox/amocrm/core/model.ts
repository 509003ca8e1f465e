import type { Role, TaskType, User, UserGroup } from './people.ts';
import type { StageTrigger } from './triggers.ts';
import type { UnsortedItem } from './unsorted.ts';

/** What an account of the double holds. Times are Unix seconds as in the API, except where a name says `Ms`. */

export type { User } from './people.ts';

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
  'smart_address',
  'legal_entity',
  'chained_list',
  'file',
] as const;
export type FieldType = (typeof fieldTypes)[number];

export type StatusRef = { statusId: number; pipelineId: number };
export type ChainedList = { title: string | null; catalogId: number; parentCatalogId: number | null };

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
  requiredStatuses: StatusRef[];
  hiddenStatuses: StatusRef[];
  currency: string | null;
  remind: string | null;
  chainedLists: ChainedList[];
};

export type FieldGroup = { id: string; name: string; sort: number; isPredefined: boolean };

/** A legal entity, a file, a link of a chained list: what has more than one part. */
export type CompositeValue = { [key: string]: string | number | null };
export type StoredValue = { value: string | number | boolean | CompositeValue; enumId: number | null };
export type FieldValues = Map<number, StoredValue[]>;

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

export type HookSettings = {
  double: boolean;
  shuffle: boolean;
  together: boolean;
  paused: boolean;
  timeScale: number;
  /** Milliseconds between the change and the first attempt. */
  delayMs: number;
  /** `add_lead` followed by `update_lead`; `update_lead` also when links change (§5.6). */
  extraUpdate: boolean;
  /** Where the account stands among the pairs: the order of captures varies (§5.3). */
  accountOrder: 'first' | 'self-first' | 'last';
  /** A task closed from the list sends two events, from a card one (§5.3). */
  closeFromList: boolean;
  /** Note hooks carry `[type]` both as a scalar and as a list (§5.3). */
  collidingKeys: boolean;
};

export type AccountSettings = {
  /** How a widget's action of the Digital Pipeline is sent; JSON unless told (amocrm-api.md §5.4). */
  digitalPipelineFormat?: 'json' | 'form';
  filtersEnabled: boolean;
  unpaid: boolean | 'all';
  blocked: boolean;
  webhooksInPlan: boolean;
  duplicateControl: boolean;
  indexDelayMs: number;
  falsePositives: boolean;
  rps: number;
  /** All integrations of the account together; `noiseRps` is what the others take of it (§3.1). */
  sharedRps: number;
  noiseRps: number;
  rateLimitBody: 'html' | 'json';
  /** So many 429 within a minute block the account until an administrator lifts it; `null` never does. */
  blockAfter429: number | null;
  /** More items than this in one body are answered with 504; `null` takes any number. */
  maxBatch: number | null;
  ipRefused: boolean;
  lossReasonsEnabled: boolean;
  disconnectParam: 'client_uuid' | 'client_id';
  hooks: HookSettings;
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
