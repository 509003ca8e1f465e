import { expect, test } from 'vitest';
import { flipTypes } from './flip-types.ts';

test('ids, total and the grid step change their type, nothing else does', () => {
  const reply = {
    data: [
      { id: 5, patient_id: 701, number: '1576', max_time: 30, zone_id: null, docs: [{ id: 8, name: '12' }] },
    ],
    total: '87',
    page: 1,
    limit: 100,
  };
  const flipped = {
    data: [
      {
        id: '5',
        patient_id: '701',
        number: '1576',
        max_time: '30',
        zone_id: null,
        docs: [{ id: '8', name: '12' }],
      },
    ],
    total: 87,
    page: 1,
    limit: 100,
  };
  expect(flipTypes(reply)).toEqual(flipped);
  expect(flipTypes(flipped)).toEqual(reply);
  expect(flipTypes([])).toEqual([]);
});
