import { expect, test } from 'vitest';
import { en, ru } from './locales.ts';

test('both languages have the same keys and placeholders', () => {
  const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
  expect(Object.keys(en)).toEqual(Object.keys(ru));
  for (const key of Object.keys(ru) as (keyof typeof ru)[]) {
    expect(placeholders(en[key]), key).toEqual(placeholders(ru[key]));
  }
});
