import type { AutomationReply, MatchingPut } from '../../worker/settings/automation.schemas.ts';
import type { Branch, SourceHealth } from '../../worker/settings/branches.schemas.ts';
import type { FieldsReply } from '../../worker/settings/fields.schemas.ts';
import type { StatusSettings } from '../../worker/settings/statuses.schemas.ts';
import type { UsersReply } from '../../worker/settings/users.schemas.ts';
import type { StateReply } from '../../worker/state/state.schemas.ts';
import { fieldFaults, fieldsDraft, systemFieldsMapped } from './fields/fields-draft.ts';
import { lostIn } from './lost.ts';
import type { SectionId } from './router.ts';
import { troublesOf } from './state/troubles.ts';
import type { Pipeline } from './store.ts';

export type Dot = 'ok' | 'todo' | 'trouble' | 'off' | 'unknown';

export type Known = {
  branches: readonly Branch[] | null;
  fields: FieldsReply | null;
  statuses: ReadonlyMap<number, StatusSettings>;
  pipelines: readonly Pipeline[] | null;
  automation: AutomationReply | null;
  matching: MatchingPut | null;
  users: UsersReply['users'] | null;
  failedEvents: boolean | null;
  /** Left out: not asked for here. */
  state?: StateReply | null;
};

export function dotOf(section: SectionId, known: Known): Dot {
  switch (section) {
    case 'start':
      return startDot(known.branches);
    case 'branches':
      return branchesDot(known.branches);
    case 'fields':
      return fieldsDot(known.fields);
    case 'statuses':
      return statusesDot(known);
    case 'history':
      return worksDot(known, known.failedEvents);
    case 'state':
      return worksDot(known, known.state ? troublesOf(known.state).length > 0 : null);
    case 'automation':
    case 'matching':
      return misses(section, known) ? 'trouble' : 'off';
    case 'users':
    case 'versions':
    case 'support':
      return 'off';
  }
}

/** Before a branch was switched on there is nothing that could work. */
function worksDot({ branches }: Known, hasTrouble: boolean | null): Dot {
  if (hasTrouble) return 'trouble';
  if (branches?.some(({ enabled }) => enabled) === false) return 'off';
  return hasTrouble === null ? 'unknown' : 'ok';
}

/** Something chosen there is gone from amoCRM. */
function misses(section: SectionId, known: Known): boolean {
  return lostIn(known).some((lost) => lost.section === section);
}

function startDot(branches: readonly Branch[] | null): Dot {
  if (branches === null) return 'unknown';
  return branches.some(({ enabled }) => enabled) ? 'ok' : 'todo';
}

/** A field that was deleted in amoCRM is trouble: what is written there is lost. */
function fieldsDot(fields: FieldsReply | null): Dot {
  if (fields === null) return 'unknown';
  if (Object.keys(fieldFaults(fieldsDraft(fields), fields)).length > 0) return 'trouble';
  return systemFieldsMapped(fields) ? 'ok' : 'todo';
}

function branchesDot(branches: readonly Branch[] | null): Dot {
  if (branches === null) return 'unknown';
  const enabled = branches.filter((branch) => branch.enabled);
  if (enabled.some((branch) => healthOf(branch.health) !== 'fine')) return 'trouble';
  return enabled.length > 0 ? 'ok' : 'todo';
}

function statusesDot(known: Known): Dot {
  const { branches, statuses } = known;
  if (branches === null) return 'unknown';
  if (branches.length === 0) return 'todo';
  if (misses('statuses', known)) return 'trouble';
  if (branches.some(({ id }) => !statuses.has(id))) return 'unknown';
  return branches.every(({ id }) => statusesSet(statuses.get(id))) ? 'ok' : 'todo';
}

/** Switched off on purpose is set up, too. */
function statusesSet(settings: StatusSettings | undefined): boolean {
  return (
    settings !== undefined &&
    (settings.mode === 'off' ||
      settings.rows.some((row) => row.stageId !== null) ||
      (settings.mode === 'filtered' && settings.rules.some(({ rows }) => rows.length > 0)))
  );
}

export function healthOf(health: SourceHealth): 'fine' | 'bad-key' | 'trouble' {
  if (health.keyValid === false) return 'bad-key';
  const { lastError, lastSuccessAt } = health;
  if (lastError === null) return 'fine';
  return lastSuccessAt === null || Date.parse(lastError.at) > Date.parse(lastSuccessAt) ? 'trouble' : 'fine';
}

export type GuideStep = 'keys' | 'directories' | 'statuses' | 'fields' | 'check' | 'enable';
export const guideSteps: readonly GuideStep[] = [
  'keys',
  'directories',
  'statuses',
  'fields',
  'check',
  'enable',
];

/** The branch that the first run is about. */
export function guidedBranch(branches: readonly Branch[]): Branch | null {
  return branches.find(({ enabled }) => enabled) ?? branches[0] ?? null;
}

/** The first run: what is done already, by what is saved. Statuses that could be read prove the keys. */
export function guideOf(known: Known): Record<GuideStep, boolean> {
  const branch = guidedBranch(known.branches ?? []);
  const statuses = branch === null ? undefined : known.statuses.get(branch.id);
  return {
    keys: branch !== null && (branch.enabled || statuses !== undefined),
    directories: statuses !== undefined,
    statuses: statusesSet(statuses),
    fields: known.fields !== null && systemFieldsMapped(known.fields),
    // Nothing is kept of it: whoever switched the branch on is not asked to look again.
    check: branch?.enabled === true,
    enable: branch?.enabled === true,
  };
}

/** Where to go on: the first step that is not done; everything done is seen at the last one. */
export function nextStep(done: Record<GuideStep, boolean>): GuideStep {
  return done.enable ? 'enable' : (guideSteps.find((step) => !done[step]) ?? 'enable');
}
