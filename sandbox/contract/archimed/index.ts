import type { ContractCase } from '../framework/case.ts';
import { accessCases } from './access.cases.ts';
import { bookingCases } from './booking.cases.ts';
import { changeCases } from './changes.cases.ts';
import { directoryCases } from './directories.cases.ts';
import { docdocCases } from './docdoc.cases.ts';
import { errorCases } from './errors.cases.ts';
import { formatCases } from './formats.cases.ts';
import { intervalCases } from './intervals.cases.ts';
import { listCases } from './lists.cases.ts';
import { medcardCases } from './medcards.cases.ts';
import { refusalCases } from './refusals.cases.ts';
import { talonCases } from './talons.cases.ts';

export const archimedCases: readonly ContractCase[] = [
  ...accessCases,
  ...listCases,
  ...formatCases,
  ...talonCases,
  ...bookingCases,
  ...refusalCases,
  ...changeCases,
  ...medcardCases,
  ...directoryCases,
  ...intervalCases,
  ...docdocCases,
  ...errorCases,
];
