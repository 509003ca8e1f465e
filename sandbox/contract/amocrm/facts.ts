import type { Fact } from '../framework/case.ts';
import { disposableFacts } from './disposable.cases.ts';
import { entityFacts } from './entities.facts.ts';
import { fieldFacts } from './fields.facts.ts';
import { archiveFacts, doubleFacts, hookFacts } from './hooks.facts.ts';
import { oauthFacts } from './oauth.facts.ts';
import { transportFacts } from './transport.facts.ts';
import { workFacts } from './work.facts.ts';

/** What amocrm-api.md §1–§6 and §8 say. */
export const amocrmFacts: readonly Fact[] = [
  ...oauthFacts,
  ...disposableFacts,
  ...transportFacts,
  ...entityFacts,
  ...fieldFacts,
  ...workFacts,
  ...hookFacts,
  ...archiveFacts,
  ...doubleFacts,
];
