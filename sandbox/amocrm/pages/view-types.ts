/** What the pages are told. Their own private shapes, not the public API's. */

export type FieldView = {
  id: number;
  name: string;
  type: string;
  values: {
    value: string | number | boolean | { [key: string]: string | number | null };
    enumId: number | null;
  }[];
  options: string[];
};
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
export type LeadRow = {
  id: number;
  name: string;
  price: number;
  statusId: number;
  pipelineId: number;
  contactName: string;
  createdAt: number;
  hasTask: boolean;
};
export type FeedItem =
  | { kind: 'note'; id: string; at: number; author: string; noteType: string; text: string; service: string }
  | { kind: 'event'; id: string; at: number; author: string; text: string };
export type TaskView = {
  id: number;
  text: string;
  completeTill: number;
  isCompleted: boolean;
  responsible: string;
  typeName: string;
};
export type CardView = {
  id: number;
  name: string;
  price: number;
  statusId: number;
  pipelineId: number;
  responsibleUserId: number;
  createdAt: number;
  updatedAt: number;
  isDeleted: boolean;
  fields: FieldView[];
  contacts: ContactView[];
  tasks: TaskView[];
  feed: FeedItem[];
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
  pipelines: { id: number; name: string; statuses: { id: number; name: string; color: string }[] }[];
  widgets: WidgetView[];
};
