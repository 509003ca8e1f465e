import {
  type LiveHint,
  type LiveMessage,
  NO_SESSION,
  type Watcher,
  watcherSchema,
} from '../live/live.schemas.ts';
import { parseJson } from '../shared/json.ts';
import { isoOf } from '../sync/wall-clock.ts';

/**
 * Browsers that look at this account, told when a visit changes. The sockets hibernate: the object may leave memory while
 * they stay open, so who watches is kept with each socket and not in a variable.
 */
export type LiveSockets = {
  /** Answers an upgrade with the browser's end. */
  accept(watcher: Watcher): Response;
  /** A later token of the same browser. */
  renew(socket: WebSocket, message: string): void;
  tell(message: LiveHint): void;
};

export function createLiveSockets(state: DurableObjectState, now: () => number): LiveSockets {
  const attach = (socket: WebSocket, watcher: Watcher) => {
    socket.serializeAttachment(watcher);
    send(socket, { type: 'ready', expiresAt: isoOf(watcher.expiresAt) });
  };
  return {
    accept(watcher) {
      const { 0: browser, 1: own } = new WebSocketPair();
      state.acceptWebSocket(own);
      attach(own, watcher);
      return new Response(null, { status: 101, webSocket: browser });
    },
    renew(socket, message) {
      const watcher = watcherSchema.safeParse(parseJson(message));
      if (watcher.success) {
        attach(socket, watcher.data);
      }
    },
    tell(message) {
      for (const socket of state.getWebSockets()) {
        const watcher = watcherSchema.safeParse(socket.deserializeAttachment());
        if (!watcher.success || watcher.data.expiresAt <= now()) {
          socket.close(NO_SESSION, 'session');
        } else if (watcher.data.branches === null || watcher.data.branches.includes(message.branchId)) {
          send(socket, message);
        }
      }
    },
  };
}

function send(socket: WebSocket, message: LiveMessage): void {
  try {
    socket.send(JSON.stringify(message));
  } catch {
    // The browser is gone and its socket not yet closed here: it has nothing to miss.
  }
}
