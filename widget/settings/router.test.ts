import { expect, test } from 'vitest';
import { placeOf } from './router.ts';

test.each([
  ['#fields', { section: 'fields', inside: '' }],
  ['#start/statuses', { section: 'start', inside: 'statuses' }],
  ['', null],
  ['#nothing', null],
  ['#code=abc', null],
])('address %j', (hash, place) => {
  expect(placeOf(hash)).toEqual(place);
});
