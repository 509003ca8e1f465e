import { expect, test } from 'vitest';
import { amocrmFailures, archimedFailures, remedyOf } from './failures.ts';

const sides = { amocrm: amocrmFailures, archimed: archimedFailures };
const codes = Object.entries(sides).flatMap(([side, table]) =>
  Object.keys(table).map((kind) => `${side}.${kind}`),
);

test.each([...codes, 'account.not_installed', 'internal', 'internal.rounds'])(
  '%s is told in Russian, with what to do about it',
  (code) => {
    const text = remedyOf(code);
    // What happened, then what to do: two sentences at least, and no code of ours in them.
    expect(text).toMatch(/^(amoCRM|ArchiMed\+|[А-Я]).+[.] [А-Я].+[.]$/);
    expect(text).not.toContain(code);
    expect(text).not.toMatch(/_|undefined|internal/);
  },
);

test('each kind of both clients has its own code that says which side failed', () => {
  for (const [side, table] of Object.entries(sides)) {
    for (const told of Object.values(table)) expect(told.code).toMatch(new RegExp(`^${side}\\.`));
  }
});
