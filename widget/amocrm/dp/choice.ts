import type { DpAction } from '../../../worker/settings/dp-action.schemas.ts';
import type { Meaning, StatusesReply } from '../../../worker/settings/statuses.schemas.ts';
import { isRecord } from '../../ui/http.ts';

/** What the action does, as it is chosen in the form and kept in the action's settings. */
export type Choice = {
  what: 'status' | 'cancel';
  /** null: not chosen yet, or the statuses that were chosen have none. */
  meaning: Meaning | null;
  /** Exact statuses and reasons by branch; a branch without one goes by the meaning, or gives no reason. */
  statuses: ByBranch;
  reasons: ByBranch;
};
export type ByBranch = Readonly<Record<string, number>>;

export type Named = { id: number; name: string };
export type Status = Named & { meaning: Meaning | null };
/** null: the list could not be read. */
export type Branch = { id: number; title: string; statuses: Status[] | null; reasons: Named[] | null };

/** «Отменён» is an action of its own: it may need a reason, and not every clinic has such a status. */
export const meanings = [
  'booked',
  'confirmed',
  'arrived',
  'completed',
  'no-show',
] as const satisfies Meaning[];

const empty: Choice = { what: 'status', meaning: null, statuses: {}, reasons: {} };

/** A new action has no value yet; one that nobody understands is chosen anew. */
export function readChoice(value: string): Choice {
  const saved = parse(value);
  if (!isRecord(saved)) return empty;
  if (saved.do === 'cancel') return { ...empty, what: 'cancel', reasons: numbersOf(saved.reasons) };
  return { ...empty, meaning: meaningOf(saved.meaning), statuses: numbersOf(saved.statuses) };
}

/** '' while something is still to be chosen: amoCRM does not save an action without it. */
export function writeChoice(choice: Choice): string {
  if (choice.what === 'cancel') {
    return JSON.stringify({ do: 'cancel', reasons: choice.reasons } satisfies DpAction);
  }
  return choice.meaning === null && Object.keys(choice.statuses).length === 0
    ? ''
    : JSON.stringify({ do: 'status', meaning: choice.meaning, statuses: choice.statuses } satisfies DpAction);
}

export function meaningOf(value: unknown): (typeof meanings)[number] | null {
  return meanings.find((known) => known === value) ?? null;
}

export function withBranch(all: ByBranch, branchId: number, id: number | null): ByBranch {
  const others = Object.entries(all).filter(([key]) => key !== String(branchId));
  return Object.fromEntries(id === null ? others : [...others, [String(branchId), id]]);
}

/** The status that a meaning comes to in this branch: the first that has it, as the server chooses. */
export function statusOf(branch: Branch, meaning: Meaning): Status | undefined {
  return branch.statuses?.find((status) => status.meaning === meaning);
}

/** The administrator's meaning, else the one that the name suggests. */
export function statusesOf({ rows, rules, directory }: StatusesReply): Status[] {
  const set = [...rows, ...rules.flatMap((rule) => rule.rows)];
  return directory.flatMap(({ statusId, name, suggestedMeaning }) => {
    if (statusId === 'deleted') return [];
    const row = set.find((candidate) => candidate.statusId === statusId);
    return [{ id: statusId, name, meaning: row === undefined ? suggestedMeaning : row.meaning }];
  });
}

function parse(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}

function numbersOf(value: unknown): ByBranch {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((pair): pair is [string, number] => Number.isSafeInteger(pair[1])),
  );
}
