import type { ContractCase } from '../framework/case.ts';
import { accountCases } from './account.cases.ts';
import { archiveCases } from './archive.cases.ts';
import { codeCases } from './codes.cases.ts';
import { complexCases } from './complex.cases.ts';
import { deliveryCases } from './delivery.cases.ts';
import { disposableCases } from './disposable.cases.ts';
import { errorCases } from './errors.cases.ts';
import { eventCases } from './events.cases.ts';
import { fieldCases } from './fields.cases.ts';
import { grammarCases } from './grammar.cases.ts';
import { grammarOtherCases } from './grammar-others.cases.ts';
import { halCases } from './hal.cases.ts';
import { inboxCases } from './inbox.cases.ts';
import { installCases } from './install.cases.ts';
import { leadWriteCases } from './lead-writes.cases.ts';
import { leadCases } from './leads.cases.ts';
import { limitCases } from './limits.cases.ts';
import { linkCases } from './links.cases.ts';
import { oauthCases } from './oauth.cases.ts';
import { oauthErrorCases } from './oauth-errors.cases.ts';
import { peopleCases } from './people.cases.ts';
import { pipelineCases } from './pipelines.cases.ts';
import { searchCases } from './search.cases.ts';
import { triggerCases } from './triggers.cases.ts';
import { valueCases } from './values.cases.ts';
import { webhookCases } from './webhooks.cases.ts';
import { workCases } from './work.cases.ts';

export const amocrmCases: readonly ContractCase[] = [
  ...oauthCases,
  ...oauthErrorCases,
  ...installCases,
  ...disposableCases,
  ...limitCases,
  ...codeCases,
  ...errorCases,
  ...halCases,
  ...leadCases,
  ...leadWriteCases,
  ...peopleCases,
  ...linkCases,
  ...fieldCases,
  ...valueCases,
  ...workCases,
  ...pipelineCases,
  ...accountCases,
  ...searchCases,
  ...archiveCases,
  ...complexCases,
  ...deliveryCases,
  ...eventCases,
  ...grammarCases,
  ...grammarOtherCases,
  ...inboxCases,
  ...triggerCases,
  ...webhookCases,
];
