import type { MeReply } from '../../worker/session/session.schemas.ts';
import type { VisitDetails } from '../../worker/visits/details.schemas.ts';
import type { Api } from '../ui/api.ts';
import type { FrameContext } from '../ui/bridge-messages.ts';
import type { ApiError, ApiResult } from '../ui/http.ts';
import { t } from './messages.ts';
import { createModel, type Model } from './model.ts';
import type { PatientsModel } from './patients-model.ts';
import { createReasonsModel, type ReasonsModel } from './reasons-model.ts';

/** What the window shows, found out with one request. */
export type Screen =
  | { kind: 'loading' }
  | { kind: 'failed'; error: ApiError }
  | { kind: 'refused'; text: string }
  | { kind: 'form'; model: Model; number: number }
  | { kind: 'cancel'; details: VisitDetails; me: MeReply; reasons: ReasonsModel; number: number }
  | { kind: 'visit'; details: VisitDetails; me: MeReply; number: number };

/** «Ещё визит»: whose, and where, stay. */
export type Kept = { patients: PatientsModel; branchId: number };

export async function openScreen(options: {
  api: Api;
  context: FrameContext;
  kept: Kept | null;
  number: number;
  onChanged: () => void;
}): Promise<Screen> {
  const { api, context, kept, number, onChanged } = options;
  const mode = context.mode ?? 'book';
  const visitId = mode === 'book' ? undefined : context.visitId;
  const branchId = kept?.branchId ?? context.at?.branchId;
  const reply = await api.opening({
    dealId: context.dealId,
    ...(visitId === undefined ? {} : { visitId }),
    ...(branchId === undefined ? {} : { branchId }),
    ...(context.at === undefined
      ? {}
      : { doctorId: context.at.doctorId, day: context.at.start.slice(0, 10) }),
  });
  if (!reply.ok) return { kind: 'failed', error: reply.error };
  const opening = reply.value;
  const { me, visit } = opening;
  if (me.user.role === 'view' && mode !== 'visit') return { kind: 'refused', text: t('noRight') };
  if (opening.branchId === null && visit === null) return { kind: 'refused', text: t('noBranch') };
  if (visit === null) {
    const where = { ...opening, branchId: opening.branchId ?? 0 };
    const model = createModel({
      ...{ api, context, opening: where, details: null, patients: kept?.patients, onChanged },
    });
    void model.start();
    return { kind: 'form', model, number };
  }

  const details = await inFull(visit, () => api.visitDetails(context.visitId ?? ''));
  if (!details.ok) return { kind: 'failed', error: details.error };
  const { value } = details;
  if (mode === 'visit') return { kind: 'visit', details: value, me, number };
  if (!value.visit.open || value.visit.state !== 'booked') return { kind: 'refused', text: t('visit.gone') };
  if (mode === 'cancel') {
    const reasons = createReasonsModel(api, value.visit.branchId);
    void reasons.prime(opening.reasons);
    return { kind: 'cancel', details: value, me, reasons, number };
  }
  const model = createModel({
    ...{ api, context, opening: { ...opening, branchId: value.visit.branchId }, details: value, onChanged },
  });
  void model.start();
  return { kind: 'form', model, number };
}

async function inFull<T>(
  part: { value: T } | { error: ApiError } | { late: true },
  ask: () => Promise<ApiResult<T>>,
): Promise<ApiResult<T>> {
  if ('value' in part) return { ok: true, value: part.value };
  return 'error' in part ? { ok: false, error: part.error } : ask();
}
