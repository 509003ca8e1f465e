import type { StoredValue } from '../core/model.ts';
import type { EntityRights } from '../core/people.ts';

/** What the pages are told. Their own private shapes, not the public API's. */

export type FieldView = {
  id: number;
  name: string;
  code: string | null;
  type: string;
  isApiOnly: boolean;
  values: StoredValue[];
  enums: { id: number; value: string }[];
  currency: string | null;
};
export type TagView = { id: number; name: string };
export type ContactView = {
  id: number;
  name: string;
  firstName: string;
  lastName: string;
  isMain: boolean;
  phones: string[];
  emails: string[];
  fields: FieldView[];
};
export type CompanyView = { id: number; name: string; phones: string[]; fields: FieldView[] };

/** `today` and `overdue` count by the account's day. */
export type TaskMark = 'none' | 'planned' | 'today' | 'overdue';
export type LeadRow = {
  id: number;
  name: string;
  price: number;
  statusId: number;
  pipelineId: number;
  contactName: string;
  companyName: string;
  responsible: string;
  phones: string[];
  emails: string[];
  tags: TagView[];
  createdAt: number;
  updatedAt: number;
  task: TaskMark;
  isDeleted: boolean;
};
export type PersonRow = {
  id: number;
  name: string;
  phones: string[];
  emails: string[];
  companyName: string;
  responsible: string;
  leadCount: number;
  createdAt: number;
  updatedAt: number;
  isDeleted: boolean;
};

export type FeedItem =
  | { kind: 'note'; id: string; at: number; author: string; noteType: string; text: string; service: string }
  | { kind: 'event'; id: string; at: number; author: string; text: string };
export type TaskView = {
  id: number;
  text: string;
  completeTill: number;
  isCompleted: boolean;
  isOverdue: boolean;
  result: string;
  responsibleUserId: number;
  responsible: string;
  typeId: number;
  typeName: string;
};

/** What the three kinds of cards have in common. */
export type EntityCard = {
  id: number;
  name: string;
  responsibleUserId: number;
  createdAt: number;
  updatedAt: number;
  isDeleted: boolean;
  fields: FieldView[];
  tags: TagView[];
  tasks: TaskView[];
  feed: FeedItem[];
};
export type CardView = EntityCard & {
  price: number;
  statusId: number;
  pipelineId: number;
  lossReasonId: number | null;
  contacts: ContactView[];
  company: CompanyView | null;
};
export type PersonCard = EntityCard & {
  entity: 'contacts' | 'companies';
  firstName: string;
  lastName: string;
  phones: string[];
  emails: string[];
  company: CompanyView | null;
  /** People of a company. */
  contacts: ContactView[];
  leads: LeadRow[];
};

export type UserRow = {
  id: number;
  name: string;
  email: string;
  isAdmin: boolean;
  isActive: boolean;
  group: string;
  role: string;
  rights: { leads: EntityRights; contacts: EntityRights; companies: EntityRights };
};

export type WidgetView = {
  code: string;
  version: string;
  installed: boolean;
  initOnce: boolean;
  clientUuid: string;
  settings: Record<string, unknown>;
  locations: string[];
  settingsTemplate: { key: string; name: string; type: string; required: boolean }[];
  hasAdvanced: boolean;
  i18n: Record<string, unknown>;
  names: { name: string; description: string; shortDescription: string; advancedTitle: string };
};
export type Bootstrap = {
  account: { id: number; name: string; subdomain: string; domain: string; timezone: string };
  user: { id: number; name: string; email: string; isAdmin: boolean };
  users: { id: number; name: string; email: string; isAdmin: boolean; isActive: boolean }[];
  groups: { id: number; name: string }[];
  taskTypes: { id: number; name: string }[];
  pipelines: {
    id: number;
    name: string;
    isMain: boolean;
    statuses: { id: number; name: string; color: string; type: 0 | 1 }[];
  }[];
  lossReasons: { id: number; name: string }[];
  widgets: WidgetView[];
};
