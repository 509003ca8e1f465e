import { type ApiError, isRecord } from '../ui/http.ts';
import { getLang, type Messages, translate } from '../ui/i18n.ts';
import { errorText } from '../ui/messages.ts';
import * as automation from './locales/automation.ts';
import * as branches from './locales/branches.ts';
import * as common from './locales/common.ts';
import * as fields from './locales/fields.ts';
import * as rules from './locales/rules.ts';
import * as statuses from './locales/statuses.ts';
import * as twoWay from './locales/two-way.ts';

const areas: readonly { ru: Messages; en: Messages }[] = [
  branches,
  statuses,
  rules,
  twoWay,
  fields,
  automation,
  common,
];

/** «Не сохранено. …»; after a time-out nobody knows, so nothing is claimed. */
export function refusalText(claim: string, error: ApiError): string {
  const unknown = error.code === 'timeout' || error.status === 504;
  return unknown ? problemText(error) : `${claim} ${problemText(error)}`;
}

/** A sentence of this page for the code, else the shared one, else the server's own. */
export function problemText(error: ApiError): string {
  const key = `error.${error.code}`;
  for (const area of areas) {
    const text = (getLang() === 'ru' ? area.ru : area.en)[key];
    if (text === undefined) continue;
    const sentence = translate(text, { message: error.message }, getLang());
    const rule = ruleOf(error);
    return rule === null ? sentence : common.t('ruleProblem', { n: rule, text: sentence });
  }
  return errorText(error);
}

/** Which rule of «Статусы» the server refused, 1 = the first. */
export function ruleOf({ details }: ApiError): number | null {
  return isRecord(details) && typeof details.rule === 'number' ? details.rule : null;
}
