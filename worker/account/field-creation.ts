import type { AmocrmClient } from '../amocrm/client.ts';
import type { FieldEntity } from '../amocrm/custom-fields.ts';
import type { FieldName } from '../settings/fields.schemas.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { fittingTypes } from '../sync/fields.ts';
import type { AccountContext } from './context.ts';
import { type ApiFailure, amocrmProblem } from './failures.ts';

/** «Создать»: fields of the fitting type in a group named after the product. A field of that name and type is taken over. */
const GROUP = 'ArchiMed+';

export const fieldTitles: Record<FieldName, string> = {
  'lead.recordId': 'ID записи ArchiMed+',
  'lead.branchId': 'ID филиала ArchiMed+',
  'lead.dateTime': 'Дата и время записи',
  'lead.date': 'Дата записи',
  'lead.time': 'Время записи',
  'lead.doctor': 'Врач',
  'lead.services': 'Услуги',
  'lead.branch': 'Филиал',
  'lead.room': 'Кабинет',
  'lead.status': 'Статус визита',
  'lead.comment': 'Комментарий к записи',
  'contact.patientId': 'ID пациента ArchiMed+',
  'contact.cardNumber': 'Номер карты ArchiMed+',
  'contact.birthDate': 'Дата рождения',
};

export async function createFields(
  ctx: AccountContext,
  settings: AccountSettings,
  names: readonly FieldName[],
): Promise<Result<Partial<Record<FieldName, number>>, ApiFailure>> {
  const client = ctx.amocrm(settings.account.domain);
  const options: Partial<Record<FieldName, string[]>> = {
    'lead.status': names.includes('lead.status') ? await allStatusNames(ctx, settings) : [],
    'lead.services': names.includes('lead.services') ? await firstServiceName(ctx, settings) : [],
  };
  const made: Partial<Record<FieldName, number>> = {};
  for (const entity of ['leads', 'contacts'] as const) {
    const wanted = names.filter((name) => name.startsWith(entity === 'leads' ? 'lead.' : 'contact.'));
    if (wanted.length === 0) {
      continue;
    }
    const ids = await createOf(client, entity, wanted, options);
    if (!ids.ok) {
      return ids;
    }
    Object.assign(made, ids.value);
  }
  ctx.amocrmLists.forget();
  return ok(made);
}

async function createOf(
  client: AmocrmClient,
  entity: FieldEntity,
  names: readonly FieldName[],
  options: Partial<Record<FieldName, string[]>>,
): Promise<Result<Partial<Record<FieldName, number>>, ApiFailure>> {
  const present = await client.customFields.list('click', entity);
  if (!present.ok) {
    return err(amocrmProblem(present.error));
  }
  const made: Partial<Record<FieldName, number>> = {};
  const missing: FieldName[] = [];
  for (const name of names) {
    // A lost answer must not make the same field twice.
    const known = present.value.find(
      (field) => field.name === fieldTitles[name] && field.type === fittingTypes[name][0],
    );
    if (known) {
      made[name] = known.id;
    } else {
      missing.push(name);
    }
  }
  if (missing.length === 0) {
    return ok(made);
  }
  const group = await ensureGroup(client, entity);
  if (!group.ok) {
    return group;
  }
  const created = await client.customFields.create(
    'click',
    entity,
    missing.map((name) => ({
      name: fieldTitles[name],
      type: fittingTypes[name][0],
      groupId: group.value,
      ...(options[name] ? { options: options[name] } : {}),
    })),
  );
  if (!created.ok) {
    return err(amocrmProblem(created.error));
  }
  for (const name of missing) {
    const field = created.value.find((candidate) => candidate.name === fieldTitles[name]);
    if (field) {
      made[name] = field.id;
    }
  }
  return ok(made);
}

async function ensureGroup(client: AmocrmClient, entity: FieldEntity): Promise<Result<string, ApiFailure>> {
  const groups = await client.customFields.listGroups('click', entity);
  if (!groups.ok) {
    return err(amocrmProblem(groups.error));
  }
  const known = groups.value.find((group) => group.name === GROUP);
  if (known) {
    return ok(known.id);
  }
  const made = await client.customFields.createGroup('click', entity, GROUP);
  return made.ok ? ok(made.value.id) : err(amocrmProblem(made.error));
}

async function allStatusNames(ctx: AccountContext, settings: AccountSettings): Promise<string[]> {
  const found = new Set<string>();
  for (const { id } of settings.sources) {
    const client = await ctx.archimed(settings, id);
    const statuses = client && (await ctx.directories.get(client, id, 'statuses', 'click'));
    for (const status of statuses?.ok ? statuses.value.list : []) {
      found.add(status.name);
    }
  }
  return [...found, 'Удалена'];
}

/** amoCRM makes no list without an option; the others are added as visits need them. */
async function firstServiceName(ctx: AccountContext, settings: AccountSettings): Promise<string[]> {
  for (const { id } of settings.sources) {
    const client = await ctx.archimed(settings, id);
    const services = client && (await ctx.directories.get(client, id, 'services', 'click'));
    const first = services?.ok ? services.value.list[0] : undefined;
    if (first) {
      return [first.name];
    }
  }
  return ['Приём'];
}
