import type { Clock } from '../../control/clock.ts';
import type { ControlledDouble, LogRow, SourceState } from '../../control/double.ts';
import { seedClinics } from '../../control/seed-clinic.ts';
import { sourceDescription } from '../clinic/description.ts';
import type { Source } from '../clinic/source.ts';
import type { Store } from '../clinic/store.ts';
import { wallTime } from '../clinic/wall-clock.ts';
import { faultDescription } from '../faults/faults.ts';
import type { LoggedRequest, RequestLog } from '../faults/request-log.ts';

/** The double as its control page sees it. */
export function controlledArchimed(
  clock: Clock,
  store: Store,
  log: RequestLog,
  peerUrl: string | null,
): ControlledDouble {
  return {
    kind: 'archimed',
    clock,
    peerUrl,
    faultKinds: faultDescription.shape.kind.options,
    owners: () => store.all().map((source) => stateOf(store, source)),
    log: (afterSeq) => log.after(afterSeq).map(logRow),
    calls: (sinceMs) =>
      log
        .after(0)
        .filter(({ realMs }) => realMs >= sinceMs)
        .map(logRow),
    seed(name) {
      const today = wallTime(clock.now(), 'Europe/Moscow').date;
      for (const input of seedClinics(name, today)) {
        const description = sourceDescription.parse(input);
        const former = store.get(description.id);
        // Keys and behaviour stay: the product is connected by them.
        if (former !== undefined) store.restart(former, { ...description, keys: former.description.keys });
        else {
          const added = store.add(description);
          if (!added.ok) return added;
        }
      }
      return { ok: true };
    },
  };
}

function stateOf(store: Store, source: Source): SourceState {
  const { id, name, timeZone, services } = source.description;
  const wall = store.wall(source);
  const talons = [...source.talons.values()];
  return {
    kind: 'archimed',
    id,
    name,
    timeZone,
    now: `${wall.date} ${wall.time}`,
    counts: {
      talons: talons.filter(({ deleted }) => !deleted).length,
      deletedTalons: talons.filter(({ deleted }) => deleted).length,
      medcards: source.medcards.size,
      doctors: source.doctors.size,
      schedules: source.schedules.length,
      services: services.length,
    },
    keys: [...source.keys].map(([apiId, key]) => ({
      apiId,
      revoked: key.revoked || (key.refusedFrom !== null && key.refusedFrom <= store.now()),
    })),
  };
}

function logRow({ source, fault, ...entry }: LoggedRequest): LogRow {
  return { ...entry, owner: source, faults: fault === null ? [] : [fault] };
}
