import type { Account, FieldValues } from '../core/model.ts';

function plainValues(values: FieldValues): Record<string, unknown> {
  return Object.fromEntries(values);
}

/** Everything an account holds, deleted things included; secrets of the integration too: it is a double. */
export function dumpAccount(account: Account): unknown {
  const entities = <T extends { values: FieldValues; index: unknown }>(rows: Iterable<T>): unknown[] =>
    [...rows].map(({ values, index: _, ...rest }) => ({ ...rest, fields: plainValues(values) }));
  return {
    ...account,
    leads: entities(account.leads.values()),
    contacts: entities(account.contacts.values()),
    companies: entities(account.companies.values()),
    tasks: [...account.tasks.values()],
    notes: [...account.notes.values()],
  };
}
