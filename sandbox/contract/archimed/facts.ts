import type { Fact } from '../framework/case.ts';
import { decisionFacts } from './decisions.facts.ts';
import { endpointFacts } from './endpoints.facts.ts';
import { transportFacts } from './transport.facts.ts';

/** What archimed-api.md §1–§5, §7, §9 and §10 say. */
export const archimedFacts: readonly Fact[] = [...transportFacts, ...endpointFacts, ...decisionFacts];
