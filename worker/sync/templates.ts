import type { VisitFacts } from './model.ts';
import { dateInWords } from './wall-clock.ts';

/** Placeholders of tasks and titles; an unknown one stays as it was typed. */
export function fillTemplate(template: string, visit: VisitFacts): string {
  const values = new Map([
    ['врач', visit.doctorName],
    ['дата', dateInWords(visit.date)],
    ['время', visit.begin],
    ['филиал', visit.branchTitle],
    ['кабинет', visit.room],
  ]);
  return template.replaceAll(
    /\{([^{}]+)\}/g,
    (whole, name: string) => values.get(name.trim().toLowerCase()) ?? whole,
  );
}

/** «Иванов И. И., 27 ноября, чт, 14:30, Центр, Кабинет № 2» */
export function describeVisit(visit: VisitFacts): string {
  return [visit.doctorName, `${dateInWords(visit.date)}, ${visit.begin}`, visit.branchTitle, visit.room]
    .filter(Boolean)
    .join(', ');
}
