import type { MeReply } from '../../../worker/session/session.schemas.ts';
import type { Branch } from '../../../worker/settings/branches.schemas.ts';
import type { BranchState, StateReply } from '../../../worker/state/state.schemas.ts';

export type Facts = {
  me: MeReply;
  state: StateReply;
  branches: readonly Branch[];
  /** Saved versions of the sections, by name; what the reader may not see is left out. */
  versions: Readonly<Record<string, number>>;
  framed: boolean;
  lang: string;
  browser: string;
  at: string;
};

/**
 * What an operator needs to see at a glance, in one language for everybody: ids and states. No secret, no title, nobody's
 * name (product.md §5).
 */
export function diagnosisText({ me, state, branches, versions, framed, lang, browser, at }: Facts): string {
  const { amocrm } = state;
  const settings = Object.entries(versions).map(([section, version]) => `${section}=${version}`);
  return [
    `ArchiMed+ for amoCRM ${me.version} · ${at}`,
    `account ${me.account.id} ${me.account.domain}`,
    `user ${me.user.id} ${me.user.isAdmin ? 'admin of amoCRM' : me.user.role}`,
    `page ${framed ? 'in amoCRM' : 'own tab'} ${lang} ${browser}`,
    `amocrm token=${amocrm.token} blocked=${yesNo(amocrm.blocked)} answered=${amocrm.lastSuccessAt ?? '-'} hooks=${hooksOf(amocrm.hooks)} queue=${amocrm.queue} failed=${amocrm.failed} error=${errorOf(amocrm.lastError)}`,
    ...state.branches.map((branch) =>
      branchLine(
        branch,
        branches.find(({ id }) => id === branch.id),
      ),
    ),
    `settings ${settings.join(' ')}`,
  ].join('\n');
}

function branchLine(state: BranchState, branch: Branch | undefined): string {
  const facts = {
    key: state.keyValid === null ? 'unknown' : yesNo(state.keyValid),
    read: state.lastSuccessAt ?? '-',
    next: state.nextPollAt ?? '-',
    way: state.strategy ?? '-',
    zone: branch?.timeZone ?? '-',
    building: branch?.buildingId ?? '-',
    creates: branch === undefined ? '-' : yesNo(branch.createDeals),
    queue: state.queue,
    failed: state.failed,
    held: state.heldList === null ? '-' : `${state.heldList.missing} of ${state.heldList.rows}`,
    stopped: state.stopped?.code ?? '-',
    reconciled: state.reconciledDay ?? '-',
    error: errorOf(state.lastError),
  };
  const told = Object.entries(facts).map(([name, value]) => `${name}=${value}`);
  const marks = [state.enabled ? 'on' : 'off', ...(branch?.main ? ['main'] : [])];
  return `branch ${state.id} source ${state.sourceId} ${marks.join(' ')} ${told.join(' ')}`;
}

function hooksOf(hooks: StateReply['amocrm']['hooks']): string {
  if (hooks === null) return '-';
  return `${hooks.mode}:${!hooks.alive ? errorOf(hooks.lastError) : hooks.lateSince === null ? 'alive' : `late since ${hooks.lateSince}`}`;
}

function errorOf(error: { code: string; at: string } | null): string {
  return error === null ? '-' : `${error.code}@${error.at}`;
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
