import type { AutomationReply, Stage } from '../../worker/settings/automation.schemas.ts';
import type { StatusSettings } from '../../worker/settings/statuses.schemas.ts';
import { fieldFaults, fieldsDraft } from './fields/fields-draft.ts';
import { lostFieldText } from './fields/lost-field.ts';
import { t } from './locales/common.ts';
import type { Known } from './overview.ts';
import { gonePipeline, goneStage } from './shared/gone.ts';
import { findStage, stageKey } from './shared/stages.ts';
import { stageOf } from './statuses/status-rows.ts';
import type { Pipeline } from './store.ts';

export type Lost = {
  section: 'fields' | 'statuses' | 'automation' | 'matching';
  branchId: number | null;
  /** «удалённый этап «Подтвердил»» */
  what: string;
};

/** Everything that is saved here and that amoCRM no longer has. What was not read yet is not missed. */
export function lostIn({ fields, statuses, pipelines, automation, matching, users }: Known): Lost[] {
  const lost: Lost[] = [];
  const add = (section: Lost['section'], whats: Iterable<string>, branchId: number | null = null): void => {
    for (const what of new Set(whats)) lost.push({ section, branchId, what });
  };
  if (fields !== null) {
    const faults = fieldFaults(fieldsDraft(fields), fields);
    add(
      'fields',
      Object.entries(faults).flatMap(([name, fault]) =>
        fault === 'gone' ? [lostFieldText(fields, name as keyof typeof faults)] : [],
      ),
    );
  }
  if (pipelines !== null) {
    for (const [branchId, settings] of statuses) {
      add('statuses', lostOf(pipelines, stagesOf(settings), pipelinesOf(settings)), branchId);
    }
    if (automation !== null) add('automation', lostOf(pipelines, ...usedByAutomation(automation)));
  }
  if (automation !== null && users !== null) add('automation', lostUsers(users, automation));
  if (pipelines !== null && matching !== null) add('matching', lostOf(pipelines, matching.stages ?? [], []));
  return lost;
}

function lostOf(pipelines: readonly Pipeline[], stages: readonly Stage[], ids: readonly number[]): string[] {
  const unknown = new Map(
    stages.filter((stage) => findStage(pipelines, stage) === null).map((stage) => [stageKey(stage), stage]),
  );
  return [
    ...ids.filter((id) => !pipelines.some((pipeline) => pipeline.id === id)).map(gonePipeline),
    ...[...unknown.values()].map(goneStage),
  ];
}

/** A table that does not apply now is none of today's worries: a branch that leaves stages alone loses nothing. */
function stagesOf({ mode, rows, rules, twoWay }: StatusSettings): Stage[] {
  const applied =
    mode === 'off' ? [] : mode === 'all' ? rows : [...rows, ...rules.flatMap((rule) => rule.rows)];
  return [...applied.flatMap((row) => stageOf(row) ?? []), ...twoWay.rows];
}

function pipelinesOf({ mode, rules }: StatusSettings): number[] {
  return mode === 'filtered' ? rules.flatMap(({ when }) => when.pipelines ?? []) : [];
}

function usedByAutomation(settings: AutomationReply): [Stage[], number[]] {
  const { newDealStage, hideOnStages, protectedStages, syncPipelines, journalPipelines } = settings;
  return [
    [...(newDealStage ? [newDealStage] : []), ...hideOnStages, ...protectedStages],
    [...(syncPipelines ?? []), ...journalPipelines],
  ];
}

/** amoCRM gives a deal or a task neither to somebody removed nor to somebody switched off. */
function lostUsers(
  users: NonNullable<Known['users']>,
  { defaultResponsible, alert }: AutomationReply,
): string[] {
  // An account without a user is a reply that came while amoCRM was down.
  if (users.length === 0) return [];
  return [defaultResponsible, alert.userId].flatMap((id) => {
    const user = users.find((one) => one.id === id);
    if (id === null || user?.isActive) return [];
    return user ? t('user.inactive', { name: user.name }) : t('user.unknown', { id });
  });
}
