import type { SessionReply } from '../../worker/session/session.schemas.ts';
import type { ApiError } from '../ui/http.ts';
import { isRecord } from '../ui/http.ts';
import { createRefresh, createSessionStore, isSessionReply, type SessionStore } from '../ui/session.ts';
import type { WidgetSelf } from './sdk.ts';

export type PanelSession = {
  store: SessionStore;
  /** Why there is no session: `access.none`, `account.not_installed`, no network … */
  refusal(): ApiError | null;
};

/** The panel signs in by amoCRM's disposable token; afterwards its own bearer is refreshed (contract: Sessions). */
export function createPanelSession(self: WidgetSelf, publicUrl: string): PanelSession {
  let refusal: ApiError | null = null;
  const obtain = (): Promise<SessionReply | null> =>
    new Promise((resolve) => {
      self
        .$authorizedAjax({ url: `${publicUrl}/api/session`, type: 'POST', dataType: 'json', timeout: 20_000 })
        .done((data) => {
          refusal = isSessionReply(data)
            ? null
            : { code: 'session.invalid', message: '', details: null, status: 200 };
          resolve(isSessionReply(data) ? data : null);
        })
        .fail((request) => {
          refusal = readRefusal(request.status, request.responseText);
          resolve(null);
        });
    });
  return {
    store: createSessionStore({ refresh: createRefresh(publicUrl), obtain }),
    refusal: () => refusal,
  };
}

export function readRefusal(status: number, text: string | undefined): ApiError {
  const body = parseJson(text ?? '');
  const error = isRecord(body) && isRecord(body.error) ? body.error : {};
  return {
    code: typeof error.code === 'string' ? error.code : status === 0 ? 'network' : `http.${status}`,
    message: typeof error.message === 'string' ? error.message : '',
    details: error.details ?? null,
    status,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
