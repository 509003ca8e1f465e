import { and, count, eq } from 'drizzle-orm';
import type { AmocrmFailure, ValidationProblem } from '../amocrm/failure.ts';
import type { FieldWrite } from '../sync/fields.ts';
import type { CustomField, Reason } from '../sync/model.ts';
import type { AccountContext } from './context.ts';
import type { EventRow } from './inbox.ts';
import { attempts } from './schema.ts';

/** A 400 or 422 of amoCRM: what was sent does not fit (a field, option or user is gone), and waiting does not mend it. */
export type Refusal = Extract<AmocrmFailure, { kind: 'invalid' }>;

const CODE = 'amocrm.invalid';
/** The cached lists are read anew for each; after that many only people can help. */
const RETRIES = 2;

/** Whether this event was refused so often before that one more attempt is of no use. */
export function isRefusedForGood(ctx: AccountContext, event: EventRow): boolean {
  const before = ctx.store
    .select({ times: count() })
    .from(attempts)
    .where(and(eq(attempts.eventId, event.id), eq(attempts.code, CODE)))
    .get();
  return (before?.times ?? 0) >= RETRIES;
}

/** amoCRM's codes and paths, with the fields they mean. Its `detail` may quote what was sent: it is left out. */
export function refusalReason(
  { status, problems }: Refusal,
  writes: readonly FieldWrite[],
  fields: ReadonlyMap<number, CustomField>,
): Reason {
  const told = problems.map((problem) => {
    const name = fieldName(problem, writes, fields);
    return `${problem.code || 'ошибка'} (${problem.path}${name === null ? '' : `, поле «${name}»`})`;
  });
  const what = told.length > 0 ? [...new Set(told)].join('; ') : `ответ ${status}`;
  return { code: CODE, text: `amoCRM не принял данные: ${what}. Проверьте поля и этапы в настройках` };
}

/** A task or a note that amoCRM does not take holds nothing else up. */
export function refusedPart(
  part: 'task' | 'note',
  failure: AmocrmFailure,
): { part: 'task' | 'note'; reason: Reason } | null {
  if (failure.kind !== 'invalid') {
    return null;
  }
  const { text } = refusalReason(failure, [], new Map());
  const what = part === 'task' ? 'Задача не записана' : 'Примечание не записано';
  return { part, reason: { code: `${part}.refused`, text: `${what}. ${text}` } };
}

/** `custom_fields_values.1.values.0.enum_id` is about the second field of those sent (amocrm-api.md §3.4). */
function fieldName(
  { path }: ValidationProblem,
  writes: readonly FieldWrite[],
  fields: ReadonlyMap<number, CustomField>,
): string | null {
  const index = /custom_fields_values\.(\d+)/.exec(path)?.[1];
  const write = index === undefined ? undefined : writes[Number(index)];
  return write === undefined ? null : (fields.get(write.fieldId)?.name ?? null);
}
