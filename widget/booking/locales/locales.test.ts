import { expect, test } from 'vitest';
import { en } from './en.ts';
import { ru } from './ru.ts';

test('both languages have the same keys, none empty, with the same placeholders', () => {
  expect(Object.keys(en)).toEqual(Object.keys(ru));
  for (const key of Object.keys(ru) as (keyof typeof ru)[]) {
    expect(placeholders(en[key]), key).toEqual(placeholders(ru[key]));
    expect(en[key].trim(), key).not.toBe('');
  }
});

function placeholders(text: string): string[] {
  return [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
}
