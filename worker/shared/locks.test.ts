import { expect, test } from 'vitest';
import { createCrew } from './crew.ts';
import { createLocks } from './locks.ts';

const turn = () => new Promise<void>((done) => setTimeout(done));

test('who holds one of the same keys goes first, others side by side', async () => {
  const locks = createLocks(createCrew(turn));
  const seen: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = locks.hold(['a', 'b'], async (waited) => {
    seen.push(`first ${waited}`);
    await gate.promise;
  });
  const second = locks.hold(['b', 'c'], async (waited) => void seen.push(`second ${waited}`));
  const third = locks.hold(['d'], async (waited) => void seen.push(`third ${waited}`));
  await third;
  expect(seen).toEqual(['first false', 'third false']);
  gate.resolve();
  await Promise.all([first, second]);
  expect(seen).toEqual(['first false', 'third false', 'second true']);
});

test('those who want the same keys in another order do not wait for each other', async () => {
  const locks = createLocks(createCrew(turn));
  const order: number[] = [];
  await Promise.all(
    [
      ['a', 'b'],
      ['b', 'a'],
      ['a', 'b', 'a'],
    ].map((keys, index) =>
      locks.hold(keys, async () => {
        await turn();
        order.push(index);
      }),
    ),
  );
  expect(order).toEqual([0, 1, 2]);
});

test('a failure lets the next one in', async () => {
  const locks = createLocks(createCrew(turn));
  await expect(locks.hold(['a'], () => Promise.reject(new Error('x')))).rejects.toThrow('x');
  expect(await locks.hold(['a'], async (waited) => waited)).toBe(false);
});
