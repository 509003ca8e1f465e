import type { SourceDescription } from './description.ts';
import type { Source } from './source.ts';
import { createSource } from './source.ts';
import type { WallTime } from './wall-clock.ts';
import { wallTime } from './wall-clock.ts';

export type Refused = { ok: false; message: string };

/** All databases behind the one host; the key pair of a token chooses among them (archimed-api.md §1). */
export class Store {
  readonly now: () => number;
  /** What the client's own clock is compared with: `exp` of its tokens. */
  readonly real: () => number;
  readonly #sources = new Map<string, Source>();

  constructor(now: () => number, real: () => number = now) {
    this.now = now;
    this.real = real;
  }

  add(description: SourceDescription): { ok: true; source: Source } | Refused {
    if (this.#sources.has(description.id)) return refused(`source ${description.id} exists already`);
    const taken = description.keys.find((key) => this.byApiId(key.apiId) !== undefined);
    if (taken !== undefined) return refused(`apiId ${taken.apiId} belongs to another source`);
    const problem = brokenReference(description);
    if (problem !== undefined) return refused(problem);
    const source = createSource(description, this.now());
    this.#sources.set(description.id, source);
    return { ok: true, source };
  }

  get(id: string): Source | undefined {
    return this.#sources.get(id);
  }

  all(): Source[] {
    return [...this.#sources.values()];
  }

  byApiId(apiId: string): Source | undefined {
    return this.all().find((source) => source.keys.has(apiId));
  }

  clear(): void {
    this.#sources.clear();
  }

  /** As its description was given, or with other data; keys and behaviour stay as they are. */
  restart(source: Source, description: SourceDescription = source.origin): Source {
    const fresh = createSource(description, this.now());
    fresh.keys = source.keys;
    fresh.behaviour = source.behaviour;
    this.#sources.set(source.origin.id, fresh);
    return fresh;
  }

  byDocdocToken(token: string): Source | undefined {
    return this.all().find((source) => source.description.docdocTokens.includes(token));
  }

  wall(source: Source): WallTime {
    return wallTime(this.now() + source.behaviour.clockSkewMs, source.description.timeZone);
  }
}

function refused(message: string): Refused {
  return { ok: false, message };
}

/** A description that points at nothing is a mistake of its author; better said at once than found in a reply. */
function brokenReference(description: SourceDescription): string | undefined {
  const ids = (rows: readonly { id?: number | undefined }[]): Set<number | undefined> =>
    new Set(rows.map((row) => row.id));
  const doctors = ids(description.doctors);
  const buildings = ids(description.buildings);
  const specializations = ids(description.specializations);
  const statuses = ids(description.statuses);
  const reasons = ids(description.deleteReasons);
  const patients = ids(description.patients);
  for (const doctor of description.doctors) {
    const unknown = doctor.specializationIds.find((id) => !specializations.has(id));
    if (unknown !== undefined) return `doctor ${doctor.id}: no specialization ${unknown}`;
  }
  for (const row of description.schedules) {
    if (!doctors.has(row.doctorId)) return `schedules: no doctor ${row.doctorId}`;
    if (!buildings.has(row.buildingId)) return `schedules: no building ${row.buildingId}`;
  }
  for (const row of description.talons) {
    if (!doctors.has(row.doctorId)) return `talons: no doctor ${row.doctorId}`;
    if (!patients.has(row.patientId)) return `talons: no patient ${row.patientId} (give patients an id)`;
    if (row.statusId !== undefined && !statuses.has(row.statusId)) return `talons: no status ${row.statusId}`;
    if (row.deleteReasonId !== null && !reasons.has(row.deleteReasonId)) {
      return `talons: no delete reason ${row.deleteReasonId}`;
    }
  }
  return undefined;
}
