import { buildingOf, doctorName, instant, roomOf, SERVICES, STATUS_NAMES } from '../clinic.ts';
import { present, type Visit, type VisitState } from '../ledger.ts';
import type { Account } from '../world.ts';
import type { Evidence } from './evidence.ts';
import { stateAt } from './states.ts';

/** What the mapped fields of a deal say about the visit that it shows (product.md 3.6). */
export function expectedFields(account: Account, state: VisitState): Map<string, string> {
  const place = account.branches.findIndex(
    ({ buildingId }) => buildingId === null || buildingId === buildingOf(state.doctorId),
  );
  return new Map([
    ['ID филиала ArchiMed+', String(place + 1)],
    ['Дата и время записи', String(Date.parse(instant(account.timeZone, state.date, state.begin)) / 1000)],
    ['Врач', doctorName(state.doctorId)],
    ['Филиал', account.branches[place]?.title ?? ''],
    ['Кабинет', roomOf(state.doctorId)],
    ['Статус визита', state.deleted ? 'Удалена' : (STATUS_NAMES[state.statusId] ?? '')],
    ['Комментарий к записи', commentIn(state.info)],
  ]);
}

/** Our line about services is not part of the comment (archimed-api.md §10). */
function commentIn(info: string): string {
  return info
    .split('\n')
    .filter((line) => !line.startsWith('Услуги: '))
    .join('\n')
    .trim();
}

/** «A manager's edit of a mapped field stands until that value changes in ArchiMed+.» */
export function permittedValues(
  { account, ledger }: Evidence,
  dealId: number,
  name: string,
  shown: Visit,
  visits: readonly Visit[],
): string[] {
  const told = (state: VisitState) => expectedFields(account, state).get(name) ?? '';
  const now = told(present(shown));
  const edit = ledger.edits.findLast((candidate) => candidate.dealId === dealId && candidate.field === name);
  if (!edit) return [now];
  const editedOn = ledger.visits.get(edit.talonId) ?? shown;
  const then = told(stateAt(editedOn, edit.at));
  if (now !== then) return [now];
  const cameAndWent = visits.some((visit) =>
    visit.states.some((state) => state.at > edit.at && told(state) !== then),
  );
  return cameAndWent || visits.length > 1 ? [now, edit.value] : [edit.value];
}

const services = new Map(SERVICES.map((service) => [service.code, service]));

/** null: ArchiMed+ does not tell, so whatever stands there stays. */
export function expectedBudget(state: VisitState): number | null {
  const line = state.info.split('\n').find((candidate) => candidate.startsWith('Услуги: '));
  if (line === undefined) return null;
  const codes = line
    .slice('Услуги: '.length)
    .split('; ')
    .map((part) => part.split(' ')[0] ?? '');
  return codes.reduce((sum, code) => sum + (services.get(code)?.cost ?? 0), 0);
}
