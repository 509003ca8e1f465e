import { expect, test } from 'vitest';
import { people } from './people.ts';

test('sixty different people with Russian mobile numbers and real birth dates', () => {
  expect(people).toHaveLength(60);
  expect(new Set(people.map((person) => person.key)).size).toBe(60);
  for (const person of people) {
    expect(person.phone).toMatch(/^\+7905000\d{4}$/);
    expect(new Date(`${person.birthDate}T00:00:00Z`).toISOString().slice(0, 10)).toBe(person.birthDate);
  }
});

test('three families share a phone, everybody else has one of their own', () => {
  const byPhone = Map.groupBy(people, (person) => person.phone);
  const families = [...byPhone.values()].filter((group) => group.length > 1).map((group) => group.length);
  expect(families.sort()).toEqual([2, 3, 3]);
});
