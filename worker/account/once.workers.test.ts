import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import type { AmocrmFailure } from '../amocrm/failure.ts';
import { createHarness, variables } from '../http/api.fixture.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { inNewObject } from './context.fixture.ts';
import { insertEvent } from './inbox.ts';
import { once, recall } from './once.ts';

/** A task or note is made once, though answers are lost and the visit is another by the next attempt. */
beforeAll(async () => {
  Object.assign(env, variables);
  await createHarness();
});

const lost: Result<never, AmocrmFailure> = err({ kind: 'timeout' });

/** amoCRM as a list of texts; the first creations are done and not answered. */
async function withFeed(unanswered: number, work: (feed: Feed) => Promise<void>): Promise<void> {
  await inNewObject(1_795_000_000_000, async (ctx) => {
    const { store } = ctx;
    const event = insertEvent(store, { kind: 'visit.created', lane: 'v', at: 0, payload: {}, dueAt: 0 });
    const texts: string[] = [];
    const known: number[] = [];
    const place = { ctx, event, step: 'note' };
    const making = {
      find: async (_since: number, wasSent: (text: string) => boolean) => {
        const index = texts.findIndex(wasSent);
        return ok(index < 0 ? null : index + 1);
      },
      done: (id: number) => void known.push(id),
    };
    await work({
      texts,
      known,
      write: (text) =>
        once(place, {
          ...making,
          text,
          create: async () => {
            const id = texts.push(text);
            return id <= unanswered ? lost : ok({ id });
          },
        }),
      recall: () => recall(place, making),
    });
  });
}

type Feed = {
  texts: string[];
  known: number[];
  write(text: string): ReturnType<typeof once>;
  recall(): ReturnType<typeof recall>;
};

test('the visit was moved before the next attempt: what was written under its old text is recognised', () =>
  withFeed(1, async ({ texts, known, write }) => {
    expect(await write('Запись на приём: 27 ноября, 10:00')).toEqual(lost);
    expect(await write('Запись на приём: 28 ноября, 12:00')).toEqual(ok(null));
    expect(texts).toEqual(['Запись на приём: 27 ноября, 10:00']);
    expect(known).toEqual([1]);
  }));

test('what was made without an answer can be recalled without making anything', () =>
  withFeed(1, async ({ texts, known, write, recall: ask }) => {
    expect(await ask()).toEqual(ok(null));
    await write('Подтвердить запись: 10:00');
    expect(await ask()).toEqual(ok(1));
    expect([texts.length, known]).toEqual([1, [1]]);
  }));

test('answered at once, it is not looked for and not made again', () =>
  withFeed(0, async ({ texts, known, write }) => {
    await write('один раз');
    await write('другой текст');
    expect([texts, known]).toEqual([['один раз'], [1]]);
  }));
