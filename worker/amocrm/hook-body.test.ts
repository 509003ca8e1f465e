import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseBracketForm } from './bracket-form.ts';
import { parseHookBody } from './hook-body.ts';

/** Lines of the reference's examples, as they travel. */
function form(lines: string): string {
  const pairs = lines
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', value = ''] = line.trim().split(/=(.*)/s);
      return `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
    });
  return pairs.join('&');
}

const account = `
  account[subdomain]=zaryamed
  account[id]=32100500
  account[_links][self]=https://zaryamed.amocrm.ru`;

const items = (lines: string) => {
  const body = parseHookBody(form(`${account}\n${lines}`));
  return body.ok ? body.value.items.map(({ entity, action, id }) => ({ entity, action, id })) : body.error;
};

test('a new deal, fields and tags inside', () => {
  const body = parseHookBody(
    form(`
      leads[add][0][id]=41203317
      leads[add][0][name]=Заявка с лендинга
      leads[add][0][status_id]=75520014
      leads[add][0][tags][0][id]=350011
      leads[add][0][custom_fields][0][id]=1480033
      leads[add][0][custom_fields][0][values][0][value]=Сайт
      leads[add][0][custom_fields][1][id]=1480050
      leads[add][0][custom_fields][1][values][0]=1785283200
      ${account}`),
  );
  expect(body).toMatchObject({ ok: true, value: { accountId: 32100500, subdomain: 'zaryamed' } });
  expect(body.ok && JSON.parse(JSON.stringify(body.value.items))).toEqual([
    {
      entity: 'leads',
      action: 'add',
      id: 41203317,
      raw: {
        id: '41203317',
        name: 'Заявка с лендинга',
        status_id: '75520014',
        tags: { 0: { id: '350011' } },
        custom_fields: {
          0: { id: '1480033', values: { 0: { value: 'Сайт' } } },
          1: { id: '1480050', values: { 0: '1785283200' } },
        },
      },
    },
  ]);
});

test('brackets may travel raw and spaces as plus', () => {
  const body = parseHookBody('account[id]=32100500&leads[update][0][id]=5&leads[update][0][name]=a+b%26c');
  expect(body).toMatchObject({ ok: true, value: { items: [{ id: 5, raw: { name: 'a b&c' } }] } });
});

test.each([
  {
    name: 'several entities and actions in one',
    lines: `
      leads[status][0][id]=1
      leads[status][0][old_status_id]=75520014
      leads[update][0][id]=1
      leads[update][1][id]=2
      task[add][0][id]=771204`,
    found: [
      { entity: 'leads', action: 'status', id: 1 },
      { entity: 'leads', action: 'update', id: 1 },
      { entity: 'leads', action: 'update', id: 2 },
      { entity: 'task', action: 'add', id: 771204 },
    ],
  },
  {
    name: 'a deletion as captured',
    lines: `
      leads[delete][0][id]=41203317
      leads[delete][0][status_id]=75520014
      leads[delete][0][pipeline_id]=9011442`,
    found: [{ entity: 'leads', action: 'delete', id: 41203317 }],
  },
  {
    name: 'a deletion as a scalar',
    lines: 'leads[delete]=41203317',
    found: [{ entity: 'leads', action: 'delete', id: 41203317 }],
  },
  {
    name: 'a deletion as an object',
    lines: 'leads[delete][id]=41203317',
    found: [{ entity: 'leads', action: 'delete', id: 41203317 }],
  },
  {
    name: 'deletions as a list of scalars',
    lines: `
      leads[delete][0]=41203317
      leads[delete][1]=41203318`,
    found: [
      { entity: 'leads', action: 'delete', id: 41203317 },
      { entity: 'leads', action: 'delete', id: 41203318 },
    ],
  },
  {
    name: 'contacts and companies under one root',
    lines: `
      contacts[update][0][id]=58841203
      contacts[update][0][type]=contact
      contacts[update][0][linked_leads_id][41203317][ID]=41203317
      contacts[delete][0][id]=58841377
      contacts[delete][0][type]=company`,
    found: [
      { entity: 'contacts', action: 'update', id: 58841203 },
      { entity: 'companies', action: 'delete', id: 58841377 },
    ],
  },
  {
    name: 'a task with the odd extra level',
    lines: `
      task[update][0][0][id]=771204
      task[update][0][0][action_close]=1`,
    found: [{ entity: 'task', action: 'update', id: 771204 }],
  },
  {
    name: 'a note names what it was written to',
    lines: `
      leads[note][0][note][id]=330118842
      leads[note][0][note][note_type]=4
      leads[note][0][note][element_id]=41203317`,
    found: [{ entity: 'leads', action: 'note', id: 41203317 }],
  },
  {
    name: 'a type that is a text and a branch, in either order',
    lines: `
      contacts[update][0][id]=7
      contacts[update][0][type]=company
      contacts[update][0][type][message_uuid]=u
      contacts[update][1][id]=8
      contacts[update][1][type][message_uuid]=u
      contacts[update][1][type]=company`,
    found: [
      { entity: 'companies', action: 'update', id: 7 },
      { entity: 'companies', action: 'update', id: 8 },
    ],
  },
  {
    name: 'ids that are no numbers',
    lines: `
      unsorted[add][0][uid]=3f9a
      message[add][0][id]=0f0d3f8e-6f0e`,
    found: [
      { entity: 'unsorted', action: 'add', id: null },
      { entity: 'message', action: 'add', id: null },
    ],
  },
  { name: 'a root of which we know nothing', lines: 'weather[add][0][id]=1', found: [] },
  { name: 'an account alone', lines: '', found: [] },
])('$name', ({ lines, found }) => {
  expect(items(lines)).toEqual(found);
});

test.each([
  '',
  'hello',
  'account=1',
  'account[id]=abc',
  'account[id]=-1',
  'leads[add][0][id]=1',
  '{"account":{"id":1}}',
])('without an account it is no hook: %j', (body) => {
  expect(parseHookBody(body)).toEqual({ ok: false, error: 'no_account' });
});

test('keys of prototypes reach nothing', () => {
  const tree = parseBracketForm(
    '__proto__[admin]=1&constructor[prototype][admin]=1&a[__proto__][admin]=1&a[b]=2',
  );
  expect(tree).toEqual(
    Object.assign(Object.create(null), { a: Object.assign(Object.create(null), { b: '2' }) }),
  );
  expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false);
  const inherited = parseHookBody('account[id]=1&toString[add][0][id]=1&leads[constructor]=1');
  expect(inherited).toEqual({ ok: true, value: { accountId: 1, subdomain: '', items: [] } });
});

test('empty brackets append', () => {
  const tree = parseBracketForm('a[]=x&a[]=y');
  expect(JSON.stringify(tree)).toBe('{"a":{"0":"x","1":"y"}}');
});

test('what is too deep or too long is no hook', () => {
  expect(parseHookBody(`a${'[b]'.repeat(20)}=1`)).toEqual({ ok: false, error: 'too_large' });
  expect(parseHookBody('a=1&'.repeat(50_001))).toEqual({ ok: false, error: 'too_large' });
});

test('whatever arrives, it is read or refused, and nothing of ours changes', () => {
  const key = fc.constantFrom(
    'leads',
    'delete',
    '0',
    'id',
    '',
    '__proto__',
    'constructor',
    'type',
    'account',
    'x]',
  );
  const name = fc
    .array(key, { minLength: 1, maxLength: 6 })
    .map(([root, ...rest]) => `${root}${rest.map((k) => `[${k}]`).join('')}`);
  const pair = fc
    .tuple(name, fc.string())
    .map(([left, right]) => `${encodeURIComponent(left)}=${encodeURIComponent(right)}`);
  const before = Object.getOwnPropertyNames(Object.prototype);
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 12 }), fc.string(), (pairs, noise) => {
      const body = parseHookBody(['account[id]=32100500', ...pairs, noise].join('&'));
      expect(body.ok || body.error === 'no_account').toBe(true);
      expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
    }),
    { numRuns: 500 },
  );
});
