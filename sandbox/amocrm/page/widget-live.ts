import type { LiveMessage } from '../core/live.ts';
import { hostApi } from './host-api.ts';

/** `self.listenSocketChannel` (amocrm-api.md §6.5): the page asks twice a second while anybody listens. */

const POLL_MS = 500;

type Listener = { channel: string; keys: string[]; callback: (data: unknown, message: LiveMessage) => void };
export type ListenChannel = (
  channel: string,
  keys: string | string[] | null,
  callback: Listener['callback'],
) => () => void;

function concerns(listener: Listener, message: LiveMessage): boolean {
  const { keys } = listener;
  return message.channels.includes(listener.channel) && (keys.length === 0 || keys.includes(message.key));
}

export function createChannels(): ListenChannel {
  const listeners = new Set<Listener>();
  let since: Promise<number | null> | null = null;

  async function poll(): Promise<void> {
    const from = await since;
    const { seq, messages } = await hostApi.live(from);
    since = Promise.resolve(seq);
    for (const message of messages) {
      for (const listener of [...listeners]) {
        if (concerns(listener, message)) listener.callback(message.data, message);
      }
    }
  }

  async function run(): Promise<void> {
    while (listeners.size > 0) {
      await poll().catch((error: unknown) => console.debug(String(error)));
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    since = null;
  }

  return (channel, keys, callback) => {
    const listener: Listener = { channel, keys: keys === null ? [] : [keys].flat(), callback };
    listeners.add(listener);
    if (since === null) {
      // What happened before anybody listened is nobody's news.
      since = hostApi.live(null).then(
        ({ seq }) => seq,
        () => null,
      );
      void run();
    }
    return () => {
      listeners.delete(listener);
    };
  };
}
