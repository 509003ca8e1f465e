import { isRecord } from '../ui/http.ts';
import type { Lang } from '../ui/i18n.ts';

/** The deal card that is open; `dealId` 0 until a new deal is saved. */
export type DealCard = { dealId: number; pipelineId: number | null; stageId: number | null };

/**
 * Reads the global `APP` (amocrm-api.md §6.6); `null` outside a deal card. The stage comes from the card's model, under
 * the names of its form fields.
 */
export function readDealCard(app: unknown): DealCard | null {
  if (!isRecord(app) || call(app, 'getBaseEntity') !== 'leads' || call(app, 'isCard') !== true) return null;
  const card = isRecord(app.data) ? app.data.current_card : null;
  if (!isRecord(card)) return null;
  const attributes = isRecord(card.model) && isRecord(card.model.attributes) ? card.model.attributes : {};
  return {
    dealId: toId(card.id) ?? 0,
    pipelineId: toId(attributes['lead[PIPELINE_ID]']),
    stageId: toId(attributes['lead[STATUS]']),
  };
}

export function sameCard(one: DealCard, other: DealCard): boolean {
  return one.dealId === other.dealId && one.pipelineId === other.pipelineId && one.stageId === other.stageId;
}

export function readLang(app: unknown): Lang {
  return isRecord(app) && typeof app.lang_id === 'string' && !app.lang_id.startsWith('ru') ? 'en' : 'ru';
}

function call(app: Record<string, unknown>, method: string): unknown {
  const found = app[method];
  return typeof found === 'function' ? found.call(app) : undefined;
}

/** amoCRM writes ids as numbers here and as texts there. */
export function toId(value: unknown): number | null {
  const id = typeof value === 'string' ? Number(value) : value;
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : null;
}
