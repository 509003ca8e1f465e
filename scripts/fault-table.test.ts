import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { settingsPatch } from '../sandbox/amocrm/admin/settings.routes.ts';
import { faultKinds } from '../sandbox/amocrm/core/faults.ts';
import { faultDescription } from '../sandbox/archimed/faults/faults.ts';
import {
  amocrmFailures,
  archimedFailures,
  meanwhileOf,
  otherFailures,
  wordsOf,
} from '../worker/account/failures.ts';

/** docs/faults.md says what the product says, and leaves out no fault of the sandboxes. */
const page = readFileSync(join(import.meta.dirname, '../docs/faults.md'), 'utf8');
const part = (title: string) => page.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
const rows = page.split('\n').flatMap((line) => {
  const [, , code, shown] = /^\| (.+) \| `([\w.]+)` \| (.+) \|$/.exec(line) ?? [];
  return code === undefined || shown === undefined ? [] : [{ code, shown }];
});

test.each(rows)('$code is shown as the table says', ({ code, shown }) => {
  expect(shown).toBe(`${wordsOf(code).what} ${meanwhileOf(code)}`);
});

test('every failure of both clients and of our own has a row', () => {
  const kinds = (side: string, table: object) => Object.keys(table).map((kind) => `${side}.${kind}`);
  const known = [
    ...kinds('archimed', archimedFailures),
    ...kinds('amocrm', amocrmFailures),
    ...Object.keys(otherFailures).filter((code) => code !== 'account.not_installed'),
  ];
  expect(rows.map(({ code }) => code)).toEqual(expect.arrayContaining(known));
});

test('every fault of the sandboxes has a row on its side', () => {
  for (const kind of faultDescription.shape.kind.options) expect(part('ArchiMed+')).toContain(`\`${kind}\``);
  for (const kind of faultKinds) expect(part('amoCRM')).toContain(`\`${kind}\``);
});

test('every switch of the amoCRM sandbox, the hooks’ own ones too, has a row', () => {
  const { hooks, ...switches } = settingsPatch.shape;
  for (const name of [...Object.keys(switches), ...Object.keys(hooks.unwrap().shape)]) {
    expect(part('amoCRM')).toContain(`\`${name}\``);
  }
});

test('the runbook explains every line of the log and every code of an attempt', () => {
  const root = join(import.meta.dirname, '..');
  const runbook = readFileSync(join(root, 'docs/runbook.md'), 'utf8');
  const sources = globSync('worker/**/*.ts', { cwd: root }).filter((path) => !path.includes('.test.'));
  const lines = sources.flatMap((path) =>
    [...readFileSync(join(root, path), 'utf8').matchAll(/\blog\(\s*'([a-z_]+\.[a-z_]+)'/g)].map(
      ([, name]) => name,
    ),
  );
  expect(lines).toContain('event.attempted');
  const kinds = (side: string, table: object) => Object.keys(table).map((kind) => `${side}.${kind}`);
  const codes = [...kinds('archimed', archimedFailures), ...kinds('amocrm', amocrmFailures)];
  const ours = Object.keys(otherFailures).filter((code) => code.startsWith('internal.'));
  for (const name of [...lines, ...codes, ...ours]) expect(runbook).toContain(`\`${name}\``);
});
