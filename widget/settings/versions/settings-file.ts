import type { FileSection, SettingsFile } from '../../../worker/settings/versions.schemas.ts';
import type { ApiError } from '../../ui/http.ts';
import { isRecord } from '../../ui/http.ts';
import type { Place } from './place.ts';

export type FileProblem = 'tooLarge' | 'notOurs' | 'otherFormat';
export const largestFile = 900_000;

/** What can be said without asking the server; what is inside is checked there. */
export function readSettingsFile(
  text: string,
): { ok: true; file: unknown } | { ok: false; why: FileProblem } {
  if (text.length > largestFile) return { ok: false, why: 'tooLarge' };
  const file = parse(text);
  if (!isRecord(file) || file.format !== 'archimed-amocrm-settings') return { ok: false, why: 'notOurs' };
  return file.formatVersion === 1 ? { ok: true, file } : { ok: false, why: 'otherFormat' };
}

/** The server has accepted the file, so it has this shape. */
export function bodyIn(file: unknown, { section, branchId }: Place): unknown {
  const known = file as SettingsFile;
  if (section === 'branches') return null;
  if (section !== 'statuses') return known[section];
  return known.statuses.find((statuses) => statuses.branchId === branchId)?.settings ?? null;
}

type FilePlace = Place & { section: FileSection };

/** Which section of the file was refused; null: the file as a whole. */
export function refusedPlace({ details }: ApiError): FilePlace | null {
  const named = isRecord(details) && typeof details.section === 'string' ? details.section : '';
  const match = /^(fields|users|automation|matching|statuses)(?::(\d+))?$/.exec(named);
  if (match === null) return null;
  return {
    section: match[1] as FileSection,
    branchId: match[2] === undefined ? null : Number(match[2]),
  };
}

/** `archimed-amocrm-2026-11-29.json`. */
export function fileName(exportedAt: string): string {
  return `archimed-amocrm-${exportedAt.slice(0, 10)}.json`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
