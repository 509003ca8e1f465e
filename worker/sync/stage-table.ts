import type { RuleConditions, StatusRow, StatusSettings } from '../settings/statuses.schemas.ts';
import type { LeadView, Reason, VisitFacts } from './model.ts';

/** Which status → stage table applies to a visit (product.md §3.3 «Which stage»). */
export type ChosenTable = { rows: readonly StatusRow[]; reasons: Reason[] };

/** «С фильтрацией»: the first rule whose conditions all hold, else the last row «иначе», which is the branch's own table. */
export function chooseTable(
  statuses: StatusSettings,
  visit: VisitFacts,
  lead: Pick<LeadView, 'pipelineId'>,
): ChosenTable {
  if (statuses.mode !== 'filtered') {
    return { rows: statuses.rows, reasons: [] };
  }
  const reasons: Reason[] = [];
  for (const [index, rule] of statuses.rules.entries()) {
    const number = index + 1;
    const checked = conditionsOf(rule.when, visit, lead);
    const unknown = checked.filter(({ holds }) => holds === null);
    if (checked.every(({ holds }) => holds === true)) {
      const by = checked.map(({ name }) => name).join(', ');
      reasons.push({
        code: 'stage.rule',
        text: by === '' ? `Действует правило ${number}: без условий` : `Действует правило ${number}: ${by}`,
      });
      return { rows: rule.rows, reasons };
    }
    // What is known may already rule it out: only an unknown that decides is worth telling.
    if (unknown.length > 0 && checked.every(({ holds }) => holds !== false)) {
      const what = unknown.map(({ name }) => name).join(', ');
      reasons.push({
        code: 'stage.rule_unknown',
        text: `Правило ${number} не подошло: у записи неизвестно — ${what}`,
      });
    }
  }
  reasons.push({ code: 'stage.rule_else', text: 'Ни одно правило не подошло: действует строка «иначе»' });
  return { rows: statuses.rows, reasons };
}

/** `holds` null: ArchiMed+ does not tell, so nobody can say. */
type Checked = { name: string; holds: boolean | null };

function conditionsOf(
  when: RuleConditions,
  visit: VisitFacts,
  lead: Pick<LeadView, 'pipelineId'>,
): Checked[] {
  const { branches, doctors, specialities, services, serviceGroups, pipelines } = when;
  const checked: Checked[] = [];
  if (branches) {
    checked.push({ name: 'филиал', holds: branches.includes(visit.branchId) });
  }
  if (doctors) {
    checked.push({
      name: 'врач',
      holds: visit.doctorId === null ? null : doctors.includes(visit.doctorId),
    });
  }
  if (specialities) {
    checked.push({ name: 'специальность', holds: anyOf(visit.specialityIds, specialities) });
  }
  if (services || serviceGroups) {
    const chosen = visit.services;
    const isNamed = (service: { id: number; groupIds: readonly number[] }) =>
      services?.includes(service.id) === true || anyOf(service.groupIds, serviceGroups ?? []) === true;
    checked.push({ name: 'услуга', holds: chosen === null ? null : chosen.some(isNamed) });
  }
  if (pipelines) {
    checked.push({ name: 'воронка', holds: pipelines.includes(lead.pipelineId) });
  }
  return checked;
}

function anyOf(ids: readonly number[] | null, wanted: readonly number[]): boolean | null {
  return ids === null ? null : ids.some((id) => wanted.includes(id));
}
