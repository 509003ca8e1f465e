import { expect, test } from 'vitest';
import type { AmocrmFailure } from '../amocrm/failure.ts';
import { err, ok } from '../shared/result.ts';
import type { Reason } from '../sync/model.ts';
import { withResponsible } from './responsible.ts';

const refusal = (path: string): AmocrmFailure => ({
  kind: 'invalid',
  status: 400,
  detail: '',
  problems: [{ requestId: '0', code: 'NotSupportedChoice', path, detail: '' }],
});

test.each<[string, number | null, number | null, number[], (number | null)[], boolean]>([
  ['the wanted one works', 1, 2, [], [1], true],
  ['he is gone: the default one', 1, 2, [1], [1, 2], true],
  ['both are gone: nobody named', 1, 2, [1, 2], [1, 2, null], true],
  ['no default: nobody named', 1, null, [1], [1, null], true],
  ['the default one himself is gone', 2, 2, [2], [2, null], true],
  ['nobody wanted: amoCRM chooses at once', null, 2, [], [null], true],
])('%s', async (_name, wanted, fallback, gone, tried, isMade) => {
  const asked: (number | null)[] = [];
  const remarks: Reason[] = [];
  const made = await withResponsible(wanted, fallback, remarks, async (id) => {
    asked.push(id);
    return id !== null && gone.includes(id)
      ? err(refusal('_embedded.contacts.0.responsible_user_id'))
      : ok(id);
  });
  expect([asked, made.ok]).toEqual([tried, isMade]);
  expect(remarks.map(({ code }) => code)).toEqual(tried.length > 1 ? ['responsible.inactive'] : []);
});

test.each<AmocrmFailure>([{ kind: 'timeout' }, refusal('task_type_id'), { kind: 'blocked' }])(
  'another failure (%j) is told as it is: nobody else is tried',
  async (failure) => {
    let calls = 0;
    const remarks: Reason[] = [];
    const made = await withResponsible(1, 2, remarks, async () => {
      calls += 1;
      return err(failure);
    });
    expect([made, calls, remarks]).toEqual([err(failure), 1, []]);
  },
);
