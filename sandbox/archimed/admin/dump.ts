import type { Source, Talon } from '../clinic/source.ts';
import { recordTypes } from '../clinic/source.ts';
import type { WallTime } from '../clinic/wall-clock.ts';

/** The whole state, deleted talons included, in plain terms (not in the API's shapes): what a test compares with. */
export function sourceDump(source: Source, wall: WallTime): object {
  const { id, name, timeZone, buildings, statuses, deleteReasons } = source.description;
  return {
    id,
    name,
    timeZone,
    now: `${wall.date} ${wall.time}`,
    keys: [...source.keys].map(([apiId, { revoked, refusedFrom }]) => ({
      apiId,
      revoked,
      refusedFrom: refusedFrom === null ? null : new Date(refusedFrom).toISOString(),
    })),
    behaviour: source.behaviour,
    buildings,
    statuses,
    deleteReasons,
    doctors: [...source.doctors.values()],
    schedules: source.schedules,
    medcards: [...source.medcards.values()].map((medcard) => ({
      ...medcard,
      createdAt: text(medcard.createdAt),
      changedAt: text(medcard.changedAt),
    })),
    talons: [...source.talons.values()].map(talonDump),
  };
}

export function talonDump(talon: Talon): object {
  return {
    ...talon,
    recordType: recordTypes[talon.recordType].name,
    createdAt: text(talon.createdAt),
    updatedAt: text(talon.updatedAt),
  };
}

function text(wall: WallTime): string {
  return `${wall.date} ${wall.time}`;
}
