import { type ApiFailure, problem } from '../account/failures.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { fittingTypes } from '../sync/fields.ts';
import type { CustomField } from '../sync/model.ts';
import { type AmocrmFields, exclusionProblem, fieldsProblem, mappedFields } from './field-rules.ts';
import {
  type FieldName,
  type FieldSettings,
  type FieldsCreate,
  type FieldsPut,
  type FieldsReply,
  fieldSettingsSchema,
  fieldsReplySchema,
} from './fields.schemas.ts';
import { conflict, saveSection, type Work } from './save.ts';
import type { Versioned } from './settings.repository.ts';

type Answer = Promise<Result<FieldsReply, ApiFailure>>;

export async function readFields({ caller }: Work): Answer {
  const amocrm = await caller.account.customFields();
  return amocrm.ok ? ok(replyOf(caller.settings.fields, amocrm.value)) : amocrm;
}

export async function putFields(work: Work, { version, lead, contact }: FieldsPut): Answer {
  const body = { lead, contact };
  const { caller } = work;
  if (version !== caller.settings.fields.version) {
    return err(conflict(caller.settings.fields.version));
  }
  const checked = await checkFields(work, body);
  if (!checked.ok) {
    return checked;
  }
  const saved = await saveSection(work, { section: 'fields', readAt: version, body });
  return saved.ok ? ok(replyOf({ version: saved.value, body }, checked.value)) : saved;
}

export async function checkFields(
  work: Work,
  body: FieldSettings,
): Promise<Result<AmocrmFields, ApiFailure>> {
  const amocrm = await work.caller.account.customFields();
  if (!amocrm.ok) {
    return amocrm;
  }
  const refused = fieldsProblem(body, amocrm.value) ?? systemProblem(work, body);
  return refused ? err(refused) : amocrm;
}

/** «Создать»: made in amoCRM and mapped at once. A repeat after a lost answer takes over what is there already. */
export async function createFields(work: Work, { version, fields: names }: FieldsCreate): Answer {
  const { caller } = work;
  const { fields } = caller.settings;
  if (version !== fields.version) {
    return err(conflict(fields.version));
  }
  const refused = exclusionProblem([...mappedFields(fields.body).map(([name]) => name), ...names]);
  if (refused) {
    return err(refused);
  }
  const made = await caller.account.createFields(names);
  if (!made.ok) {
    return made;
  }
  const body = withFields(fields.body, made.value);
  const saved = await saveSection(work, { section: 'fields', readAt: version, body });
  if (!saved.ok) {
    return saved;
  }
  const amocrm = await caller.account.customFields();
  return amocrm.ok ? ok(replyOf({ version: saved.value, body }, amocrm.value)) : amocrm;
}

export function withFields(settings: FieldSettings, ids: Partial<Record<FieldName, number>>): FieldSettings {
  const of = (side: string) =>
    Object.fromEntries(
      Object.entries(ids).flatMap(([name, id]) => {
        const [owner, key] = name.split('.');
        return owner === side && key !== undefined ? [[key, id]] : [];
      }),
    );
  return fieldSettingsSchema.parse({
    lead: { ...settings.lead, ...of('lead') },
    contact: { ...settings.contact, ...of('contact') },
  });
}

/** A deal is recognised by these two: they stay while a branch is on (product.md §3.5). */
function systemProblem({ caller }: Work, { lead }: FieldSettings): ApiFailure | null {
  const enabled = caller.settings.branches.find((branch) => branch.enabled);
  return enabled && (lead.recordId === null || lead.branchId === null)
    ? problem(
        422,
        'fields.system_required',
        `Поля «ID записи ArchiMed+» и «ID филиала ArchiMed+» нужны, пока включён филиал «${enabled.title}».`,
      )
    : null;
}

const fittingReply = fieldsReplySchema.shape.fitting.parse(fittingTypes);

function replyOf({ version, body }: Versioned<FieldSettings>, amocrm: AmocrmFields): FieldsReply {
  const available = (fields: readonly CustomField[]) =>
    fields.map(({ id, name, type }) => ({ id, name, type }));
  return {
    version,
    ...body,
    available: { lead: available(amocrm.lead), contact: available(amocrm.contact) },
    fitting: fittingReply,
  };
}
