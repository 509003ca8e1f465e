import type { Slot } from '../../worker/visits/visits.schemas.ts';
import { type ApiError, isRecord } from '../ui/http.ts';

export type Double = { id: string; doctorName: string; start: string };

/** `details.nearest` of `visits.slot_taken`. */
export function nearestOf(error: ApiError): Slot[] {
  return listIn(error, 'nearest').filter(isSlot).slice(0, 3);
}

/** `details.visits` of `visits.looks_double`. */
export function doublesOf(error: ApiError): Double[] {
  return listIn(error, 'visits').filter(isDouble);
}

function listIn(error: ApiError, key: string): unknown[] {
  const list = isRecord(error.details) ? error.details[key] : null;
  return Array.isArray(list) ? list : [];
}

function isSlot(value: unknown): value is Slot {
  return (
    isRecord(value) &&
    typeof value.doctorId === 'number' &&
    isInstant(value.start) &&
    isInstant(value.end) &&
    typeof value.room === 'string' &&
    typeof value.buildingName === 'string'
  );
}

function isDouble(value: unknown): value is Double {
  return (
    isRecord(value) &&
    typeof value.id === 'string' &&
    typeof value.doctorName === 'string' &&
    isInstant(value.start)
  );
}

function isInstant(value: unknown): value is string {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}
