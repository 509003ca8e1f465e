import {
  type Account,
  type EntityKind,
  type FieldValues,
  isClosed,
  type Lead,
  type Pipeline,
} from './model.ts';

/** Duplicate control of `POST /leads/complex` (amocrm-api.md §4.2). */

/** What an incoming deal is compared by; `null` where it brings no such entity. */
export type Incoming = {
  lead: FieldValues;
  contact: FieldValues | null;
  company: FieldValues | null;
};

/** More duplicates than this are left alone. */
const MOST = 3;

/** National Russian forms become international; any other number is its digits. */
function international(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  if (digits.length === 10) return `7${digits}`;
  return digits.length === 11 && digits.startsWith('8') ? `7${digits.slice(1)}` : digits;
}

function comparable(account: Account, kind: EntityKind, fieldId: number, values: FieldValues): string[] {
  const field = account.fields[kind].find((candidate) => candidate.id === fieldId);
  const texts = (values.get(fieldId) ?? []).map(({ value }) => String(value).trim().toLowerCase());
  return (field?.code === 'PHONE' ? texts.map(international) : texts).filter((text) => text !== '');
}

function criteria(account: Account, pipeline: Pipeline): { kind: EntityKind; fieldId: number }[] {
  const { byPhone, byEmail, fieldIds } = pipeline.duplicateControl;
  const codes = [...(byPhone ? ['PHONE'] : []), ...(byEmail ? ['EMAIL'] : [])];
  const kinds = ['leads', 'contacts', 'companies'] as const;
  return kinds.flatMap((kind) =>
    account.fields[kind]
      .filter((field) => fieldIds.includes(field.id) || codes.includes(field.code ?? ''))
      .map((field) => ({ kind, fieldId: field.id })),
  );
}

/** The stored values of a deal's own kind; of its contacts only the main one counts. */
function storedValues(account: Account, lead: Lead, kind: EntityKind): FieldValues | null {
  if (kind === 'leads') return lead.values;
  const id = kind === 'companies' ? lead.companyId : lead.contacts.find((row) => row.isMain)?.id;
  const entity = id === null || id === undefined ? undefined : account[kind].get(id);
  return entity === undefined || entity.isDeleted ? null : entity.values;
}

const incomingKey = { leads: 'lead', contacts: 'contact', companies: 'company' } as const;

function isSearched(pipeline: Pipeline, lead: Lead): boolean {
  if (lead.isDeleted || lead.pipelineId !== pipeline.id) return false;
  const { statusIds } = pipeline.duplicateControl;
  return statusIds === null ? !isClosed(lead.statusId) : statusIds.includes(lead.statusId);
}

/** The deal that an incoming one is a duplicate of: any criterion will do, the oldest deal takes it. */
export function findDuplicate(account: Account, pipeline: Pipeline, incoming: Incoming): Lead | null {
  const { enabled, listed } = pipeline.duplicateControl;
  if (!account.settings.duplicateControl || !enabled || !listed) return null;
  const rules = criteria(account, pipeline);
  const found = [...account.leads.values()].filter(
    (lead) =>
      isSearched(pipeline, lead) &&
      rules.some(({ kind, fieldId }) => {
        const stored = storedValues(account, lead, kind);
        const given = incoming[incomingKey[kind]];
        if (stored === null || given === null) return false;
        const known = comparable(account, kind, fieldId, stored);
        return comparable(account, kind, fieldId, given).some((text) => known.includes(text));
      }),
  );
  if (found.length > MOST) return null;
  return found.sort((a, b) => a.id - b.id)[0] ?? null;
}
