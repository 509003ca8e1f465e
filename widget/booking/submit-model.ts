import { signal } from '@preact/signals';
import type { Visit, VisitCreate, VisitPatch, VisitReply } from '../../worker/visits/visits.schemas.ts';
import type { Api } from '../ui/api.ts';
import type { ApiError, ApiResult } from '../ui/http.ts';
import { createKeyKeeper, isFinal } from './idempotency.ts';

export type Phase =
  | { kind: 'editing' }
  | { kind: 'sending' }
  | { kind: 'checking'; visit: Visit; since: number }
  | { kind: 'done'; visit: Visit };

const POLL_MS = 1500;

/** Sends one wish and follows it to its end; what was typed stays where it is whatever comes back. */
export function createSubmitModel(api: Api, onChanged: () => void) {
  const phase = signal<Phase>({ kind: 'editing' });
  const error = signal<ApiError | null>(null);
  const keys = createKeyKeeper();
  let stopped = false;

  const send = async (request: () => Promise<ApiResult<VisitReply>>): Promise<void> => {
    if (phase.value.kind === 'sending') return;
    phase.value = { kind: 'sending' };
    error.value = null;
    const reply = await request();
    if (stopped) return;
    if (!reply.ok) {
      if (isFinal(reply.error)) keys.settled();
      fail(reply.error);
      return;
    }
    if (reply.value.visit.state === 'checking') {
      phase.value = { kind: 'checking', visit: reply.value.visit, since: Date.now() };
      onChanged();
      await follow(reply.value.visit.id);
    } else {
      settle(reply.value);
    }
  };
  /** «проверяем…»: the Worker looks the visit up in ArchiMed+, we only ask how far it is. */
  const follow = async (id: string): Promise<void> => {
    while (!stopped && phase.value.kind === 'checking') {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      if (stopped) return;
      const reply = await api.visit(id);
      if (reply.ok && reply.value.visit.state !== 'checking') settle(reply.value);
      else if (!reply.ok && reply.error.status >= 400 && reply.error.status < 500 && isFinal(reply.error))
        fail(reply.error);
    }
  };
  const settle = (reply: VisitReply): void => {
    keys.settled();
    // A change that was refused in the end leaves a visit as good as before.
    if (reply.visit.state === 'failed' || reply.failure !== undefined) {
      const { code, message, details } = reply.failure ?? { code: '', message: '', details: null };
      fail({ code, message, details, status: 409 });
    } else {
      phase.value = { kind: 'done', visit: reply.visit };
    }
    onChanged();
  };
  const fail = (reason: ApiError): void => {
    error.value = reason;
    phase.value = { kind: 'editing' };
  };

  return {
    phase,
    error,
    book: (body: VisitCreate) => send(() => api.createVisit(body, keys.keyFor(body))),
    change: (id: string, body: VisitPatch) => send(() => api.patchVisit(id, body)),
    cancel: (id: string, reasonId: number | null) => send(() => api.cancelVisit(id, reasonId)),
    dismiss: () => {
      error.value = null;
    },
    dispose: () => {
      stopped = true;
    },
  };
}
