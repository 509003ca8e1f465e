import { expect, test } from 'vitest';
import type { Service } from '../archimed/services.ts';
import { findServices } from './services-search.ts';

/** As many as no clinic has (3,646 were seen). */
const list: Service[] = Array.from({ length: 10_000 }, (_, index) => ({
  id: index + 1,
  code: String(60_000 - index),
  name: index % 100 === 0 ? `Приём врача ${index}, расширенный` : `Исследование № ${index} в сыворотке крови`,
  groupId: null,
  groupName: '',
  price: 1000.4,
  durationMinutes: null,
  info: '',
}));

test('of ten thousand services the first fifty by code, and how many there are', () => {
  const { services, total } = findServices(list, 'ПРИЕМ расшир');
  expect([services.length, total]).toEqual([50, 100]);
  expect(services[0]).toEqual({
    id: 9901,
    code: '50100',
    name: 'Приём врача 9900, расширенный',
    groupName: '',
    price: 1000,
    durationMinutes: 0,
  });
  expect(findServices(list, '50123').services.map(({ id }) => id)).toEqual([9878]);
  expect(findServices(list, 'нет такой').total).toBe(0);
});

test('the list is gone through once for all letters, and again only when it was read anew', () => {
  let read = 0;
  const counted = list.map((service) =>
    Object.defineProperty({ ...service }, 'code', {
      get: () => {
        read += 1;
        return service.code;
      },
    }),
  );
  const readsOf = (query: string, services: readonly Service[]) => {
    const before = read;
    const { services: shown } = findServices(services, query);
    return [read - before, shown.length];
  };
  expect(readsOf('прием', counted)[0]).toBeGreaterThan(list.length);
  // What is shown, nothing else.
  expect(readsOf('прием врача', counted)).toEqual([50, 50]);
  expect(readsOf('прием врача', [...counted])[0]).toBeGreaterThan(list.length);
});
