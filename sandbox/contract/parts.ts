import { amocrmFacts } from './amocrm/facts.ts';
import { amocrmCases } from './amocrm/index.ts';
import { archimedFacts } from './archimed/facts.ts';
import { archimedCases } from './archimed/index.ts';
import type { Part } from './table.ts';

export const parts: readonly [Part, Part] = [
  { title: 'amoCRM', facts: amocrmFacts, cases: amocrmCases },
  { title: 'ArchiMed+', facts: archimedFacts, cases: archimedCases },
];
