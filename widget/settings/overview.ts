import type { Branch, SourceHealth } from '../../worker/settings/branches.schemas.ts';
import type { FieldsReply } from '../../worker/settings/fields.schemas.ts';
import type { StatusSettings } from '../../worker/settings/statuses.schemas.ts';
import { fieldFaults, fieldsDraft, systemFieldsMapped } from './fields/fields-draft.ts';
import type { SectionId } from './router.ts';

export type Dot = 'ok' | 'todo' | 'trouble' | 'off' | 'unknown';

export type Known = {
  branches: readonly Branch[] | null;
  fields: FieldsReply | null;
  statuses: ReadonlyMap<number, StatusSettings>;
  failedEvents: boolean | null;
};

export function dotOf(section: SectionId, known: Known): Dot {
  switch (section) {
    case 'branches':
      return branchesDot(known.branches);
    case 'fields':
      return fieldsDot(known.fields);
    case 'statuses':
      return statusesDot(known);
    case 'history':
      return known.failedEvents === null ? 'unknown' : known.failedEvents ? 'trouble' : 'ok';
    case 'users':
    case 'automation':
    case 'matching':
      return 'off';
  }
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

function statusesDot({ branches, statuses }: Known): Dot {
  if (branches === null) return 'unknown';
  if (branches.length === 0) return 'todo';
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

export type GuideStep = 'keys' | 'fields' | 'statuses' | 'enable';
export const guideSteps: readonly GuideStep[] = ['keys', 'fields', 'statuses', 'enable'];

/** The first run: what is done already. `keysProven`: a test on this page succeeded, health may not know it yet. */
export function guideOf(known: Known, keysProven: boolean): Record<GuideStep, boolean> {
  const branches = known.branches ?? [];
  return {
    keys: branches.some((branch) => branch.enabled || branch.health.keyValid === true) || keysProven,
    fields: known.fields !== null && systemFieldsMapped(known.fields),
    statuses: branches.some(({ id }) => statusesSet(known.statuses.get(id))),
    enable: branches.some((branch) => branch.enabled),
  };
}
