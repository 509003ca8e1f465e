import { expect, test } from 'vitest';
import { createFailing } from './failing.ts';
import type { AmocrmFailure } from './failure.ts';

const down: AmocrmFailure = { kind: 'unavailable', status: 503 };
const forbidden: AmocrmFailure = { kind: 'forbidden', detail: '' };

function begin(timeScale = 1) {
  let now = 0;
  const failing = createFailing({ now: () => now, timeScale });
  const call = (text: string, failure: AmocrmFailure | null, isClick = false) => {
    const [method = '', path = ''] = text.split(' ');
    failing.told({ method, path, isClick }, failure);
  };
  const pass = (ms: number) => {
    now += ms;
  };
  return { failing, call, pass };
}

test('a hiccup is not told: two failures, or many at one moment, or one that went through when it was repeated', () => {
  const { failing, call, pass } = begin();
  for (let times = 0; times < 8; times += 1) call('GET leads', down);
  expect(failing.standing()).toBeNull();
  call('GET leads', null);
  call('GET leads', down);
  pass(60_000);
  call('GET leads', down);
  expect(failing.standing()).toBeNull();
  call('GET leads', null);
  pass(60_000);
  call('GET leads', down);
  expect(failing.standing()).toBeNull();
});

test('three in a row over ten seconds stand, from the first to the last, until one goes well', () => {
  const { failing, call, pass } = begin();
  call('PATCH leads', down);
  pass(5_000);
  call('PATCH leads', { kind: 'timeout' });
  pass(15_000);
  call('PATCH leads', { kind: 'network', detail: '' });
  expect(failing.standing()).toEqual({ kind: 'network', since: 0, at: 20_000 });
  call('POST tasks', null);
  expect(failing.standing()).toBeNull();
});

test('the waits of a test are shorter, and so is this one', () => {
  const { failing, call, pass } = begin(1000);
  for (let times = 0; times < 3; times += 1) {
    call('GET leads/77', down);
    pass(5);
  }
  expect(failing.standing()).toMatchObject({ kind: 'unavailable' });
});

test('reads that work say nothing of writes, unless no write was tried for long', () => {
  const { failing, call, pass } = begin();
  for (let times = 0; times < 3; times += 1) {
    call('PATCH leads', down);
    pass(10_000);
  }
  call('GET leads', null);
  expect(failing.standing()).toMatchObject({ kind: 'unavailable' });
  pass(11 * 60_000);
  call('GET leads', null);
  expect(failing.standing()).toBeNull();
});

test('a refusal is about what was asked for: only the same going through ends it', () => {
  const { failing, call, pass } = begin();
  for (let times = 0; times < 3; times += 1) {
    call('PATCH leads', forbidden);
    pass(10_000);
  }
  call('POST tasks', null);
  pass(60 * 60_000);
  call('GET leads', null);
  expect(failing.standing()).toMatchObject({ kind: 'forbidden' });
  call('PATCH leads', null);
  expect(failing.standing()).toBeNull();
});

test('whoever clicks is told at once and counts only when it went well; what is known elsewhere is not told twice', () => {
  const { failing, call, pass } = begin();
  for (let times = 0; times < 5; times += 1) {
    call('POST leads/custom_fields', down, true);
    call('PATCH leads', { kind: 'blocked' });
    call('PATCH leads', { kind: 'no_token' });
    pass(10_000);
  }
  expect([failing.standing(), failing.isSilent()]).toEqual([null, true]);
  for (let times = 0; times < 3; times += 1) {
    call('GET leads', down);
    pass(10_000);
  }
  call('GET users', null, true);
  expect([failing.standing(), failing.isSilent()]).toEqual([null, false]);
});

test('a write whose answer was lost, and that needed no second one, is over with its event', () => {
  const { failing, call, pass } = begin();
  for (let times = 0; times < 3; times += 1) {
    call('PATCH leads', { kind: 'timeout' });
    call('POST tasks', forbidden);
    pass(10_000);
  }
  failing.wentThrough();
  expect(failing.standing()).toMatchObject({ kind: 'forbidden' });
});
