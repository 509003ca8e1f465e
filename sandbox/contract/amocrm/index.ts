import type { ContractCase } from '../framework/case.ts';
import { codeCases } from './codes.cases.ts';

export const amocrmCases: readonly ContractCase[] = [...codeCases];
