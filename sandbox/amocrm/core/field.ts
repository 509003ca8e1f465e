/** Custom fields and their values (amocrm-api.md §4.6). */

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
