import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import type { AmocrmFailure } from '../amocrm/failure.ts';
import { ACCOUNT, createHarness, variables } from '../http/api.fixture.ts';
import type { SettingsRepository } from '../settings/settings.repository.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { connectBranch } from './branch.fixture.ts';
import { book } from './clicks.ts';
import { inNewObject } from './context.fixture.ts';
import { insertedEvent } from './inbox.ts';
import { once, recall } from './once.ts';

/** A task or note is made once, though answers are lost and the visit is another by the next attempt. */
let repository: SettingsRepository;
beforeAll(async () => {
  Object.assign(env, variables);
  ({ repository } = await createHarness());
});

const lost: Result<never, AmocrmFailure> = err({ kind: 'timeout' });

/** amoCRM as a list of texts; the first creations are done and not answered. */
async function withFeed(unanswered: number, work: (feed: Feed) => Promise<void>): Promise<void> {
  await inNewObject(1_795_000_000_000, async (ctx) => {
    const { store } = ctx;
    const event = insertedEvent(store, { kind: 'visit.created', lane: 'v', at: 0, payload: {}, dueAt: 0 });
    const texts: string[] = [];
    const known: [number, 'made' | 'found'][] = [];
    const place = { ctx, event, step: 'note' };
    const making = {
      find: async (_since: number, wasSent: (text: string) => boolean) => {
        const index = texts.findIndex(wasSent);
        return ok(index < 0 ? null : index + 1);
      },
      done: (id: number, how: 'made' | 'found') => void known.push([id, how]),
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
  known: [number, 'made' | 'found'][];
  write(text: string): ReturnType<typeof once>;
  recall(): ReturnType<typeof recall>;
};

test('the visit was moved before the next attempt: what was written under its old text is recognised', () =>
  withFeed(1, async ({ texts, known, write }) => {
    expect(await write('Запись на приём: 27 ноября, 10:00')).toEqual(lost);
    expect(await write('Запись на приём: 28 ноября, 12:00')).toEqual(ok(null));
    expect(texts).toEqual(['Запись на приём: 27 ноября, 10:00']);
    expect(known).toEqual([[1, 'found']]);
  }));

test('what was made without an answer can be recalled without making anything', () =>
  withFeed(1, async ({ texts, known, write, recall: ask }) => {
    expect(await ask()).toEqual(ok(null));
    await write('Подтвердить запись: 10:00');
    expect(await ask()).toEqual(ok(1));
    expect([texts.length, known]).toEqual([1, [[1, 'found']]]);
  }));

test('answered at once, it is not looked for and not made again', () =>
  withFeed(0, async ({ texts, known, write }) => {
    await write('один раз');
    await write('другой текст');
    expect([texts, known]).toEqual([['один раз'], [[1, 'made']]]);
  }));

test('a click that is pressed again while it is looked at shares that look; another booking with its key is refused', async () => {
  const settings = await connectBranch(repository, ACCOUNT);
  await inNewObject(1_795_000_000_000, async (ctx) => {
    const clinic = Promise.withResolvers<null>();
    let looks = 0;
    const slow = {
      ...ctx,
      archimed() {
        looks += 1;
        return clinic.promise;
      },
    };
    const click = (comment: string) =>
      book(slow, settings, { userId: 1, branchIds: [1] }, 'key', {
        dealId: null,
        branchId: settings.branches[0]?.id ?? 0,
        doctorId: 5,
        start: '2026-11-30T10:00:00+03:00',
        end: '2026-11-30T10:30:00+03:00',
        patient: { id: 7 },
        serviceIds: [],
        comment,
        confirmed: true,
      });
    const pressed = [click('раз'), click('раз'), click('два')];
    expect(await pressed[2]).toMatchObject({ ok: false, error: { code: 'idempotency.mismatch' } });
    clinic.resolve(null);
    const [first, second] = await Promise.all(pressed);
    expect(first).toMatchObject({ ok: false, error: { code: 'archimed.key_refused' } });
    expect(second).toEqual(first);
    expect(looks).toBe(1);
    await click('раз');
    expect(looks).toBe(2);
  });
});
