import type { HookItem } from '../hooks/payload.ts';
import type { Account } from './model.ts';

/** What the page's socket channels tell (amocrm-api.md §6.5 `listenSocketChannel`): read by number, never lost between two reads. */

const KEPT = 2000;

export type LiveMessage = {
  seq: number;
  accountId: number;
  channels: string[];
  key: string;
  data: Record<string, unknown>;
};

export type LiveLog = {
  publish(account: Account, items: readonly HookItem[]): void;
  tell(accountId: number, channel: string, key: string, data: Record<string, unknown>): void;
  /** Messages after `seq` of one account, and the newest number of all. */
  since(accountId: number, seq: number): { seq: number; messages: LiveMessage[] };
};

type Data = Record<string, unknown>;

function dataOf(item: HookItem): Data {
  return typeof item.data === 'object' && item.data !== null ? { ...item.data } : {};
}

/** Companies travel in hooks as contacts, told apart by `type` (§5.3); channels have names of their own. */
function entityOf(item: HookItem, data: Data): string {
  if (item.root === 'contacts' && data.type === 'company') return 'companies';
  return item.root === 'task' ? 'todo' : item.root;
}

export function createLiveLog(): LiveLog {
  let log: LiveMessage[] = [];
  let last = 0;

  function add(accountId: number, channels: string[], key: string, data: Data): void {
    last += 1;
    log = [...log, { seq: last, accountId, channels, key, data }].slice(-KEPT);
  }

  return {
    publish(account, items) {
      for (const item of items) {
        const data = dataOf(item);
        const entity = entityOf(item, data);
        const channels = [`${entity}:card:${data.id}`, `${entity}:events`];
        for (const pipeline of new Set([data.pipeline_id, data.old_pipeline_id])) {
          if (pipeline !== undefined) channels.push(`${entity}:pipeline:${pipeline}`);
        }
        if (item.root === 'task') channels.push(`notifications:${account.id}:${data.responsible_user_id}`);
        add(account.id, channels, item.action, { entity, action: item.action, ...data });
      }
    },
    tell(accountId, channel, key, data) {
      add(accountId, [channel], key, data);
    },
    since(accountId, seq) {
      return { seq: last, messages: log.filter((row) => row.seq > seq && row.accountId === accountId) };
    },
  };
}
