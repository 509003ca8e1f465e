import type { ContractCase } from '../framework/case.ts';
import { listCases } from './lists.cases.ts';

export const archimedCases: readonly ContractCase[] = [...listCases];
