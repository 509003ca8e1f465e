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

test('every letter costs much less than the first look at the list', () => {
  const fresh = [...list];
  const took = (run: () => unknown) => {
    const begun = performance.now();
    run();
    return performance.now() - begun;
  };
  const first = took(() => findServices(fresh, 'прием'));
  const later = Math.min(...Array.from({ length: 20 }, () => took(() => findServices(fresh, 'прием врача'))));
  expect(later).toBeLessThan(first / 2);
});
