import { allWell, patientTwin, replyLost } from './both.ts';
import { emptyList, keyRevoked, noSchedule, renamed } from './clinic-trouble.ts';
import {
  accountBlocked,
  amocrmDown,
  dealGone,
  hooksMixed,
  subdomainChanged,
  tokenSpent,
} from './crm-trouble.ts';
import { monday } from './monday.ts';
import type { Scene } from './scene.ts';

export const scenes: readonly Scene[] = [
  monday,
  keyRevoked,
  patientTwin,
  amocrmDown,
  replyLost,
  noSchedule,
  emptyList,
  renamed,
  dealGone,
  tokenSpent,
  hooksMixed,
  accountBlocked,
  subdomainChanged,
  allWell,
];
