import type { Fact } from '../framework/case.ts';

/** What archimed-api.md §1–§5 and §10 say. */
export const archimedFacts: readonly Fact[] = [{ key: '§2 total', text: 'total of a list is a string' }];
