import { expect, test } from 'vitest';
import type { AmocrmClient } from '../amocrm/client.ts';
import { ok } from '../shared/result.ts';
import { createAmocrmLists } from './amocrm-views.ts';

/** A client whose readings of the pipelines are answered by hand. */
function clientByHand() {
  const readings: Array<() => void> = [];
  const list = () => new Promise((resolve) => readings.push(() => resolve(ok([]))));
  return { client: { pipelines: { list } } as unknown as AmocrmClient, readings };
}

test('events side by side share one reading of a list; a click does not wait for theirs', async () => {
  const { client, readings } = clientByHand();
  const lists = createAmocrmLists(() => 0);
  const events = [lists.pipelines(client, 'event'), lists.pipelines(client, 'event')];
  expect(readings).toHaveLength(1);
  const click = lists.pipelines(client, 'click');
  expect(readings).toHaveLength(2);
  for (const answer of readings) answer();
  expect(await Promise.all([...events, click])).toEqual([ok([]), ok([]), ok([])]);
  await lists.pipelines(client, 'event');
  expect(readings).toHaveLength(2);
});

test('a reading that began before the lists were forgotten is not kept', async () => {
  const { client, readings } = clientByHand();
  const lists = createAmocrmLists(() => 0);
  const before = lists.pipelines(client, 'event');
  lists.forget();
  readings[0]?.();
  await before;
  void lists.pipelines(client, 'event');
  expect(readings).toHaveLength(2);
});
