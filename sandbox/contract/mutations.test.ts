import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type Mutation, mutations } from './mutations.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const line = z.strictObject({ id: z.string(), problem: z.string().nullable() });
type Outcome = z.infer<typeof line>;

let copy = '';
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'sandbox-mutations-'));
  await cp(join(repository, 'sandbox'), join(copy, 'sandbox'), { recursive: true });
  await cp(join(repository, 'package.json'), join(copy, 'package.json'));
  await symlink(join(repository, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rm(copy, { recursive: true, force: true }));

async function run(ids: readonly string[]): Promise<Outcome[]> {
  const { stdout } = await promisify(execFile)(process.execPath, ['sandbox/contract/run-cases.ts', ...ids], {
    cwd: copy,
  });
  return stdout
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => line.parse(JSON.parse(text)));
}

const casesOf = ({ expectedToFail, cases = [] }: Mutation): string[] => [expectedToFail, ...cases];

async function mutated<T>({ file, find, replace }: Mutation, work: () => Promise<T>): Promise<T> {
  const path = join(copy, 'sandbox', file);
  const source = await readFile(path, 'utf8');
  expect(source.split(find).length - 1, `${file} holds the text exactly once`).toBe(1);
  await writeFile(
    path,
    source.replace(find, () => replace),
  );
  try {
    return await work();
  } finally {
    await writeFile(path, source);
  }
}

test('the unchanged doubles pass all of them', { timeout: 60_000 }, async () => {
  const ids = [...new Set(mutations.flatMap(casesOf))];
  const outcomes = await run(ids);
  expect(outcomes.map(({ id }) => id).sort()).toEqual([...ids].sort());
  expect(outcomes.filter(({ problem }) => problem !== null)).toEqual([]);
});

test.each(mutations)('$id: $lie', { timeout: 30_000 }, async (mutation) => {
  const outcomes = await mutated(mutation, () => run(casesOf(mutation)));
  const failed = outcomes.filter(({ problem }) => problem !== null);
  console.info(`${mutation.id} is seen by ${failed.map(({ id }) => id).join(', ')}`);
  expect(failed.map(({ id }) => id)).toContain(mutation.expectedToFail);
});
