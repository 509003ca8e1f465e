import type { Service } from '../archimed/services.ts';
import type { ServiceReply, ServicesReply } from '../directories/directories.schemas.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { ok, type Result } from '../shared/result.ts';
import type { AccountContext } from './context.ts';
import { directoryOf } from './directory-api.ts';
import type { ApiFailure } from './failures.ts';

/** Services by code and name, of thousands, while somebody types. */
const SHOWN_SERVICES = 50;

export async function searchServices(
  ctx: AccountContext,
  settings: AccountSettings,
  branchId: number,
  { query, ids }: { query: string; ids: readonly number[] | null },
): Promise<Result<ServicesReply, ApiFailure>> {
  const read = await directoryOf(ctx, settings, branchId, 'services');
  if (!read.ok) {
    return read;
  }
  return ok(ids === null ? findServices(read.value.list, query) : servicesById(read.value.list, ids));
}

export function findServices(list: readonly Service[], query: string): ServicesReply {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const services: ServiceReply[] = [];
  let total = 0;
  for (const { text, service } of indexOf(list)) {
    if (words.every((word) => text.includes(word))) {
      total += 1;
      if (services.length < SHOWN_SERVICES) {
        services.push(serviceView(service));
      }
    }
  }
  return { services, total };
}

function servicesById(list: readonly Service[], ids: readonly number[]): ServicesReply {
  const wanted = new Set(ids);
  const services = indexOf(list).flatMap(({ service }) =>
    wanted.has(service.id) ? [serviceView(service)] : [],
  );
  return { services, total: services.length };
}

type Indexed = { text: string; service: Service };
/** In the order in which they are shown and with the text that is searched, made once for a list that was read. */
const indexes = new WeakMap<readonly Service[], readonly Indexed[]>();
const byCode = new Intl.Collator('ru', { numeric: true });

function indexOf(list: readonly Service[]): readonly Indexed[] {
  const known = indexes.get(list);
  if (known) {
    return known;
  }
  const made = list
    .toSorted((left, right) => byCode.compare(left.code, right.code) || left.id - right.id)
    .map((service) => ({ text: fold(`${service.code} ${service.name}`), service }));
  indexes.set(list, made);
  return made;
}

export function serviceView(service: Service): ServiceReply {
  return {
    id: service.id,
    code: service.code,
    name: service.name,
    groupName: service.groupName,
    price: Math.round(service.price ?? 0),
    durationMinutes: service.durationMinutes ?? 0,
  };
}

function fold(text: string): string {
  return text.toLocaleLowerCase('ru').replaceAll('ё', 'е');
}
