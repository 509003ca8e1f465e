import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Placed } from './faults.ts';
import type { Fault, Mutation } from './mutations.ts';
import type { Weights } from './plan.ts';
import { accountIdOf, sourceIdOf } from './world.ts';

/** A copy of the Worker with bugs in it, each in force where its condition holds. */
const root = join(import.meta.dirname, '../..');

export type Planted = { mutation: Mutation; accountId: number | 'every' };

export async function plant(bugs: readonly Planted[]): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'planted-'));
  for (const name of ['worker', 'migrations', 'wrangler.toml', 'package.json']) {
    await cp(join(root, name), join(folder, name), { recursive: true });
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const { mutation, accountId } of bugs) {
    const here = accountId === 'every' ? '(ctx.objectName !== null)' : `(ctx.objectName === '${accountId}')`;
    for (const { file, find, replace } of mutation.edits) {
      const path = join(folder, 'worker', file);
      const source = await readFile(path, 'utf8');
      const found = source.split(find).length - 1;
      if (found !== 1) {
        throw new Error(`${mutation.id}: worker/${file} holds the text ${found} times, not once:\n${find}`);
      }
      await writeFile(
        path,
        source.replace(find, () => replace.replaceAll('HERE', here)),
      );
    }
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** What is done in its account when this share of the run's operations has begun; nothing after the last phase. */
export function weightsFor({ phases }: Mutation, share: number): Weights {
  return phases.find(({ until }) => share < until)?.weights ?? {};
}

/** What it takes to meet the bug, in one account; `share`: of the times. */
export function faultsOf({ faults }: Mutation, place: number, share = 1): Placed[] {
  const { amocrm = [], archimed = [], fromMs = 0 } = faults ?? {};
  const seldom = (fault: Fault) => ({ ...fault, chance: (fault.chance ?? 1) * share });
  return [
    ...amocrm.map((fault): Placed => ['amocrm', { ...seldom(fault), accountId: accountIdOf(place) }, fromMs]),
    ...archimed.map(
      (fault): Placed => ['archimed', { ...seldom(fault), sourceId: sourceIdOf(place) }, fromMs],
    ),
  ];
}
