import { type ApiFailure, problem } from '../account/failures.ts';
import { fieldTitles } from '../account/field-creation.ts';
import { fittingTypes } from '../sync/fields.ts';
import type { CustomField } from '../sync/model.ts';
import { type FieldName, type FieldSettings, fieldNameSchema } from './fields.schemas.ts';

/** Which amoCRM field may hold which value (product.md §3.6). `null`: nothing is wrong. */
export type AmocrmFields = { lead: readonly CustomField[]; contact: readonly CustomField[] };

export function fieldsProblem(settings: FieldSettings, amocrm: AmocrmFields): ApiFailure | null {
  const mapped = mappedFields(settings);
  return (
    exclusionProblem(mapped.map(([name]) => name)) ?? repetitionProblem(mapped) ?? fitProblem(mapped, amocrm)
  );
}

export function mappedFields({ lead, contact }: FieldSettings): [FieldName, number][] {
  return fieldNameSchema.options.flatMap((name) => {
    const [side, key] = name.split('.');
    const id = Object.entries(side === 'lead' ? lead : contact).find(([candidate]) => candidate === key)?.[1];
    return typeof id === 'number' ? [[name, id]] : [];
  });
}

/** One date-time field, or one of date and one of time. */
export function exclusionProblem(names: readonly FieldName[]): ApiFailure | null {
  const joint = names.includes('lead.dateTime');
  const apart = names.find((name) => name === 'lead.date' || name === 'lead.time');
  return joint && apart
    ? problem(422, 'fields.date_and_time', 'Дата и время пишутся либо в одно поле, либо в два отдельных.', {
        field: apart,
      })
    : null;
}

function repetitionProblem(mapped: readonly [FieldName, number][]): ApiFailure | null {
  for (const [index, [name, id]] of mapped.entries()) {
    const earlier = mapped
      .slice(0, index)
      .find((other) => other[1] === id && sideOf(other[0]) === sideOf(name));
    if (earlier) {
      const message = `Одно поле amoCRM выбрано дважды: «${fieldTitles[earlier[0]]}» и «${fieldTitles[name]}».`;
      return problem(422, 'fields.repeated', message, { field: name, fieldId: id });
    }
  }
  return null;
}

function fitProblem(mapped: readonly [FieldName, number][], amocrm: AmocrmFields): ApiFailure | null {
  for (const [name, id] of mapped) {
    const field = amocrm[sideOf(name)].find((candidate) => candidate.id === id);
    if (!field) {
      const message = `Поля для «${fieldTitles[name]}» в amoCRM нет: возможно, его удалили. Выберите другое.`;
      return problem(422, 'fields.unknown', message, { field: name, fieldId: id });
    }
    if (!fittingTypes[name].includes(field.type)) {
      const message = `Поле «${field.name}» не подходит для «${fieldTitles[name]}»: ${typeSentence(name)}`;
      return problem(422, 'fields.type_unfit', message, { field: name, fieldId: id, type: field.type });
    }
  }
  return null;
}

function sideOf(name: FieldName): 'lead' | 'contact' {
  return name.startsWith('lead.') ? 'lead' : 'contact';
}

/** As amoCRM calls its types. */
const typeNames: Record<string, string> = {
  text: '«Текст»',
  textarea: '«Текстовая область»',
  numeric: '«Число»',
  date: '«Дата»',
  date_time: '«Дата и время»',
  birthday: '«День рождения»',
  select: '«Список»',
  multiselect: '«Мультисписок»',
};

function typeSentence(name: FieldName): string {
  const names = fittingTypes[name].map((type) => typeNames[type] ?? type);
  return `нужен тип ${names.join(' или ')}.`;
}
