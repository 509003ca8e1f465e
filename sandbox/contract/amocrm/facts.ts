import type { Fact } from '../framework/case.ts';

/** What amocrm-api.md §1–§6 and §8 say. */
export const amocrmFacts: readonly Fact[] = [
  { key: '§3.3 unknown id', text: 'an unknown single id is 204 without a body' },
];
