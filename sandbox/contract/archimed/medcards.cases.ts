import type { ContractCase } from '../framework/case.ts';
import { at, equal, keys, numberAt, status } from '../framework/check.ts';
import { onClinic, refused } from './kit.ts';

const keysOfMedcard = [
  ...[
    'id',
    'last_name',
    'first_name',
    'middle_name',
    'birthdate',
    'phone',
    'phone1',
    'gendertype',
    'creationdate',
  ],
  ...['changedate', 'number', 'work_name', 'office_name', 'profession', 'email', 'sms_send', 'email_send'],
  ...[
    'registration_address',
    'residence_address',
    'doc_name',
    'doc_series',
    'doc_number',
    'doc_issue',
    'doc_date',
  ],
];

const person = {
  last_name: 'Новиков',
  first_name: 'Лев',
  middle_name: 'Ильич',
  birthdate: '23.04.2000',
  phone: '+79555555555',
  phone_alt: '79164143428',
  email: 'lev@clinic.example',
};

export const medcardCases: readonly ContractCase[] = [
  onClinic(
    '4-4-keys',
    ['§4 row 8', '§4 row 9', '§4.4 fields'],
    'a card has exactly the keys of the sample',
    async (clinic) => {
      const card = (await clinic.api('GET', '/medcards/701')).json;
      keys(card, keysOfMedcard, 'card');
      equal((await clinic.list('/medcards'))[0], card, 'list');
      equal([typeof at(card, 'number'), typeof at(card, 'gendertype')], ['string', 'string'], 'types');
    },
  ),
  onClinic(
    '4-4-fields',
    ['§4.4 fields[] keeps the passport'],
    'with fields[] no passport data leaves',
    async (clinic) => {
      const fields = [
        'id',
        'last_name',
        'first_name',
        'middle_name',
        'birthdate',
        'phone',
        'email',
        'number',
        'changedate',
      ];
      const query = fields.map((name) => `fields[]=${name}`).join('&');
      keys((await clinic.api('GET', `/medcards/701?${query}`)).json, fields, 'card');
      keys((await clinic.list(`/medcards?${query}`))[0], fields, 'row');
    },
  ),
  onClinic(
    '10-post-medcards',
    ['§4 row 10', '§10 POST medcards', '§4.4 phone_alt'],
    '200 {status, id}; phone_alt comes back as phone1',
    async (clinic) => {
      const reply = await clinic.api('POST', '/medcards', { form: person });
      status(reply, 200);
      const id = numberAt(reply.json, 'id');
      equal(reply.json, { status: 'Ok', id }, 'reply');
      const card = (await clinic.api('GET', `/medcards/${id}`)).json;
      const seen = ['last_name', 'first_name', 'middle_name', 'birthdate', 'phone', 'phone1', 'email'].map(
        (name) => at(card, name),
      );
      equal(seen, Object.values(person), 'card');
      equal(
        [at(card, 'creationdate'), at(card, 'changedate')],
        ['29.07.2026', '29.07.2026 12:26:40'],
        'stamps',
      );
    },
  ),
  onClinic(
    '10-post-medcards-again',
    ['§10 no deduplication'],
    'a repeat makes a second card',
    async (clinic) => {
      const ids = [];
      for (let turn = 0; turn < 2; turn += 1) {
        ids.push(numberAt((await clinic.api('POST', '/medcards', { form: person })).json, 'id'));
      }
      equal(await clinic.ids('/medcards'), [701, 702, ...ids], 'cards');
    },
  ),
  onClinic(
    '10-post-medcards-400',
    ['§10 validation: medcards'],
    'no name, or no such birth date: 400',
    async (clinic) => {
      refused(await clinic.api('POST', '/medcards', { form: { phone: '+79555555555' } }), 400);
      refused(await clinic.api('POST', '/medcards', { form: { ...person, birthdate: '2000-04-23' } }), 400);
      equal(await clinic.ids('/medcards'), [701, 702], 'cards');
    },
  ),
  onClinic(
    '4-put-medcards',
    ['§4 row 11'],
    'PUT medcards does not exist: 404, nothing changes',
    async (clinic) => {
      const before = (await clinic.api('GET', '/medcards/701')).json;
      refused(await clinic.api('PUT', '/medcards/701', { form: { phone: '1' } }), 404);
      equal((await clinic.api('GET', '/medcards/701')).json, before, 'card');
    },
  ),
];
