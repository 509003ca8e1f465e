import type { Stage } from '../settings/automation.schemas.ts';
import type { DpAction } from '../settings/dp-action.schemas.ts';
import type { Meaning } from '../settings/statuses.schemas.ts';
import type { Reason } from './model.ts';
import { sameStage } from './stage.ts';

/** What an action of the Digital Pipeline makes of the driving visit (product.md §3.1). Pure. */
export type DpInput = {
  /** null: its settings cannot be read. */
  action: DpAction | null;
  /** Where the event says that the deal stands; one that is leaving stands nowhere in particular. */
  event: { stage: Stage; hasLeft: boolean };
  /** As read now; null: the deal was deleted. */
  deal: Stage | null;
  /** The driving visit as ArchiMed+ has it now; null: the deal has none. */
  visit: DpVisit | null;
  /** This event wrote already and got no answer: `same` = the visit is as before that, `other` = it is not. */
  tried: 'no' | 'same' | 'other';
  /** Of the visit's clinic. */
  statuses: readonly { id: number; name: string; meaning: Meaning | null }[];
  reasons: readonly { id: number; name: string }[];
  stageName(stage: Stage): string;
};
export type DpVisit = {
  talonId: number;
  branchId: number;
  branchTitle: string;
  branchOn: boolean;
  statusId: number | null;
  deleted: boolean;
};

export type DpWrite =
  | { statusId: number; reasonId: number | null }
  | { remove: true; reasonId: number | null };

export type DpDecision =
  | { kind: 'nothing' | 'failed'; reason: Reason }
  /** An earlier attempt did it, its answer was lost. */
  | { kind: 'proved'; text: string; reason: Reason }
  | { kind: 'write'; write: DpWrite; text: string; reason: Reason };

const words: Record<Meaning, string> = {
  booked: 'записан',
  confirmed: 'подтверждён',
  arrived: 'пришёл',
  completed: 'приём состоялся',
  'no-show': 'не пришёл',
  cancelled: 'отменён',
};

export function decideDpAction(input: DpInput): DpDecision {
  const { action, event, deal, visit, tried, stageName } = input;
  if (!action) {
    const text =
      'Настройки действия не читаются. Откройте его в «Цифровой воронке», выберите заново, что сделать с записью, и сохраните';
    return failed('unreadable', text);
  }
  if (!deal) {
    return nothing('deal_gone', 'Сделка удалена: с записью ничего не сделано');
  }
  if (!visit) {
    return nothing('no_visit', 'У сделки нет записи: действию не на что подействовать');
  }
  const wanted =
    action.do === 'status' ? wantedStatus(input, action, visit) : wantedEnd(input, action, visit);
  if (wanted.isThere) {
    return tried === 'no'
      ? nothing('already', wanted.already)
      : {
          kind: 'proved',
          text: wanted.done,
          reason: reason('proved', 'Ответ ArchiMed+ потерялся, но запись уже изменена'),
        };
  }
  if (tried === 'other') {
    return nothing(
      'changed_meanwhile',
      'Пока ArchiMed+ не отвечал, запись изменили в клинике: её выбор остаётся',
    );
  }
  if (!event.hasLeft && !sameStage(event.stage, deal)) {
    const text = `Действие этапа «${stageName(event.stage)}», а сделка уже на этапе «${stageName(deal)}»: с записью ничего не сделано`;
    return nothing('moved_on', text);
  }
  if (!visit.branchOn) {
    return nothing('branch_off', `Филиал «${visit.branchTitle}» выключен: его записи не меняются`);
  }
  return wanted.decision;
}

type Wanted = { isThere: boolean; already: string; done: string; decision: DpDecision };

function wantedStatus(
  { statuses, event, stageName }: DpInput,
  action: Extract<DpAction, { do: 'status' }>,
  visit: DpVisit,
): Wanted {
  const exact = action.statuses[visit.branchId];
  const present = statuses.find(({ id }) => id === visit.statusId);
  const target = statuses.find(({ id, meaning }) =>
    exact === undefined ? meaning !== null && meaning === action.meaning : id === exact,
  );
  const isThere =
    !visit.deleted &&
    (exact === undefined
      ? action.meaning !== null && present?.meaning === action.meaning
      : visit.statusId === exact);
  const done = `Статус записи ${visit.talonId}: «${(isThere ? present : target)?.name}»`;
  return {
    isThere,
    already: `Статус записи уже «${present?.name}»`,
    done,
    decision: visit.deleted
      ? nothing('deleted', 'Запись удалена в ArchiMed+: её статус не изменить')
      : target
        ? write({ statusId: target.id, reasonId: null }, done, event, stageName)
        : failed('status_unknown', unknownStatus(action.meaning, exact, visit.branchTitle)),
  };
}

function unknownStatus(meaning: Meaning | null, exact: number | undefined, branch: string): string {
  if (exact === undefined && meaning === null) {
    return `Для филиала «${branch}» в действии не выбран статус. Откройте его в «Цифровой воронке» и выберите`;
  }
  return exact === undefined && meaning !== null
    ? `В филиале «${branch}» нет статуса со значением «${words[meaning]}». Задайте значения в разделе «Статусы» или выберите статус этого филиала в самом действии`
    : `Выбранного статуса (№ ${exact}) больше нет в филиале «${branch}». Откройте действие в «Цифровой воронке» и выберите другой`;
}

/** As a manager's «Отменить»: the status that means it, and where the clinic has none the visit is deleted. */
function wantedEnd(
  { statuses, reasons, event, stageName }: DpInput,
  action: Extract<DpAction, { do: 'cancel' }>,
  visit: DpVisit,
): Wanted {
  const present = statuses.find(({ id }) => id === visit.statusId)?.meaning ?? null;
  const target = statuses.find(({ meaning }) => meaning === 'cancelled');
  const reasonId = action.reasons[visit.branchId] ?? null;
  const chosen = reasons.find(({ id }) => id === reasonId);
  const done = `Запись ${visit.talonId} отменена${chosen ? `, причина «${chosen.name}»` : ''}`;
  const decide = (): DpDecision => {
    if (present === 'completed') {
      return nothing('completed', 'Приём уже состоялся: отменять нечего');
    }
    if (reasonId !== null && !chosen) {
      const text = `Выбранной причины отмены (№ ${reasonId}) больше нет в филиале «${visit.branchTitle}». Откройте действие в «Цифровой воронке» и выберите другую`;
      return failed('reason_unknown', text);
    }
    return write(
      target ? { statusId: target.id, reasonId } : { remove: true, reasonId },
      done,
      event,
      stageName,
    );
  };
  return {
    isThere: visit.deleted || present === 'cancelled',
    already: 'Запись уже отменена',
    done,
    decision: decide(),
  };
}

function write(
  change: DpWrite,
  text: string,
  { stage, hasLeft }: DpInput['event'],
  stageName: DpInput['stageName'],
): DpDecision {
  const name = stageName(stage);
  const why = hasLeft ? `Сделка ушла с этапа «${name}»` : `Сделка на этапе «${name}»`;
  return {
    kind: 'write',
    write: change,
    text,
    reason: reason('due', `${why}: так настроено в «Цифровой воронке»`),
  };
}

function reason(code: string, text: string): Reason {
  return { code: `dp.${code}`, text };
}

function nothing(code: string, text: string): DpDecision {
  return { kind: 'nothing', reason: reason(code, text) };
}

function failed(code: string, text: string): DpDecision {
  return { kind: 'failed', reason: reason(code, text) };
}
