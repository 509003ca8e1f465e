import fc from 'fast-check';
import { expect, test } from 'vitest';
import { choosePerson, sameName, splitName } from './person.ts';
import { contact, person } from './testing.ts';

const named = (name: string, id = 77, birthDate: string | null = null) => contact({ id, name, birthDate });

test.each([
  ['surname first', 'Лебедева Ирина'],
  ['name first', 'Ирина Лебедева'],
  ['with the patronymic', 'Лебедева Ирина Петровна'],
  ['with another patronymic', 'Лебедева Ирина Олеговна'],
  ['in capitals', 'ЛЕБЕДЕВА ИРИНА'],
  ['with a remark', 'Лебедева Ирина (мама Пети), тел. 2'],
])('the same person: %s', (_, name) => {
  expect(choosePerson(person(), [named(name)])).toEqual({ kind: 'contact', contactId: 77 });
});

test.each([
  ['Королёва Алёна', 'Королева Алена'],
  ['Королева Алена', 'Королёва Алёна'],
  ['Королёва Алёна', 'Королёва Алёна'.normalize('NFD')],
])('ё and е are one letter: «%s», «%s»', (typed, known) => {
  const [lastName = '', firstName = ''] = known.split(' ');
  expect(choosePerson(person({ lastName, firstName }), [named(typed), named('Королев Егор', 78)])).toEqual({
    kind: 'contact',
    contactId: 77,
  });
});

test.each(['Иванова-Петрова Анна', 'Анна Иванова-Петрова', 'Иванова - Петрова Анна', 'Иванова Петрова Анна'])(
  'a double surname, however it is typed: «%s»',
  (name) => {
    const patient = person({ lastName: 'Иванова-Петрова', firstName: 'Анна', middleName: '' });
    expect(choosePerson(patient, [named(name), named('Иванов Олег', 78)])).toEqual({
      kind: 'contact',
      contactId: 77,
    });
  },
);

test.each([
  ['half a double surname', 'Иванова-Петрова', 'Петрова Анна'],
  ['the surname alone', 'Иванова-Петрова', 'Иванова-Петрова'],
  ['the first name alone', 'Петрова', 'анна'],
  ['name and patronymic without a surname', 'Петрова', 'Анна Сергеевна'],
  ['initials that fit', 'Петрова', 'Петрова А. С.'],
  ['a phone number for a name', 'Петрова', '+7 905 000-11-22'],
  ['no name at all', 'Петрова', ''],
])('%s is the person only when nobody else is on the phone', (_, lastName, name) => {
  const patient = person({ lastName, firstName: 'Анна', middleName: 'Сергеевна' });
  expect(choosePerson(patient, [named(name)])).toEqual({ kind: 'contact', contactId: 77 });
  const choice = choosePerson(patient, [named(name), named('Громов Олег', 78)]);
  expect(choice).toMatchObject({ kind: 'doubt', candidates: [{ contactId: 77, likeness: 'maybe' }] });
});

test.each([
  ['another first name', 'Лебедева Ольга'],
  ['the husband', 'Лебедев Пётр'],
  ['another surname', 'Смирнова Ирина'],
  ['one word of somebody else', 'Ольга'],
  ['an initial of somebody else', 'Лебедева О.'],
  ['the father by the patronymic', 'Лебедев Пётр Ильич'],
])('one contact with another person’s name is nobody: %s', (_, name) => {
  expect(choosePerson(person(), [named(name)])).toEqual({ kind: 'other-people' });
});

test('a patient of whom ArchiMed+ knows one word', () => {
  const patient = person({ lastName: 'Лебедева', firstName: '', middleName: '' });
  expect(choosePerson(patient, [named('Лебедева Ирина')]).kind).toBe('contact');
  expect(choosePerson(patient, [named('Лебедева Ирина'), named('Лебедева Ольга', 78)]).kind).toBe('doubt');
  expect(choosePerson(patient, [named('Громова Ольга')]).kind).toBe('other-people');
});

test('two relatives on one phone: the name decides', () => {
  const family = [named('Лебедева Ольга', 76), named('Лебедева Ирина', 77), named('Лебедев Пётр', 78)];
  expect(choosePerson(person(), family)).toEqual({ kind: 'contact', contactId: 77 });
});

test('namesakes on one phone: the birth date decides', () => {
  const two = [named('Лебедева Ирина', 76, '1962-01-30'), named('Лебедева Ирина', 77, '1990-05-17')];
  expect(choosePerson(person(), two)).toEqual({ kind: 'contact', contactId: 77 });
});

test('namesakes, one of them with the birth date of the patient and one without', () => {
  const two = [named('Лебедева Ирина', 76), named('Лебедева Ирина', 77, '1990-05-17')];
  expect(choosePerson(person(), two)).toEqual({ kind: 'contact', contactId: 77 });
});

test('namesakes without birth dates are in doubt', () => {
  const two = [named('Лебедева Ирина', 76), named('Ирина Лебедева', 77)];
  expect(choosePerson(person(), two)).toEqual({
    kind: 'doubt',
    candidates: [76, 77].map((contactId) => ({ contactId, likeness: 'same', why: ['name'] })),
  });
  expect(choosePerson(person({ birthDate: null }), two).kind).toBe('doubt');
});

test('candidates are ranked: the name first, then the birth date, then a part of the name, then no name', () => {
  const family = [
    named('', 71),
    named('Ирина', 72),
    named('Лебедева Ирина', 74),
    named('Лебедева Ирина', 73, '1990-05-17'),
    named('Ирина', 75, '1990-05-17'),
    named('Громов Олег', 76),
    named('Лебедева Ирина', 70, '1990-05-17'),
  ];
  expect(choosePerson(person(), family)).toMatchObject({
    kind: 'doubt',
    candidates: [70, 73, 74, 75, 72, 71].map((contactId) => ({ contactId })),
  });
});

test('an equal name with another birth date is another person', () => {
  expect(choosePerson(person(), [named('Лебедева Ирина', 77, '1962-01-30')])).toEqual({
    kind: 'other-people',
  });
});

test('amoCRM’s own name fields count as well as the joint one', () => {
  const split = contact({ name: 'клиент', lastName: 'Лебедева', firstName: 'Ирина Петровна' });
  expect(choosePerson(person(), [split])).toEqual({ kind: 'contact', contactId: 77 });
});

test('who is chosen does not depend on the order of the contacts', () => {
  const names = ['Лебедева Ирина', 'Ирина', 'Лебедева Ольга', '', 'Лебедева И.', 'Громов Олег'];
  const births = fc.constantFrom(null, '1990-05-17', '1962-01-30');
  const contacts = fc
    .array(fc.tuple(fc.constantFrom(...names), births), { maxLength: 5 })
    .map((list) => list.map(([name, birth], index) => named(name, index + 1, birth)));
  fc.assert(
    fc.property(contacts, (list) => {
      expect(choosePerson(person(), list.toReversed())).toEqual(choosePerson(person(), list));
    }),
  );
});

test.each([
  ['Лебедева Ирина Петровна', 'Лебедева', 'Ирина', 'Петровна'],
  ['Ирина Петровна Лебедева', 'Лебедева', 'Ирина', 'Петровна'],
  ['Ирина Лебедева', 'Лебедева', 'Ирина', ''],
  ['Лебедева Ирина', 'Лебедева', 'Ирина', ''],
  ['Ильина Марина', 'Ильина', 'Марина', ''],
  ['Марина Ильина', 'Ильина', 'Марина', ''],
  ['Толстой Лев', 'Толстой', 'Лев', ''],
  ['Лев Толстой', 'Толстой', 'Лев', ''],
  ['Мельник Константин', 'Мельник', 'Константин', ''],
  ['Ирина Петровна', '', 'Ирина', 'Петровна'],
  ['Ирина', '', 'Ирина', ''],
  ['Алиев Тимур Вагиф оглы', 'Алиев', 'Тимур', 'Вагиф оглы'],
  ['Анна Иванова-Петрова', 'Иванова-Петрова', 'Анна', ''],
  ['  Лебедева   Ирина ', 'Лебедева', 'Ирина', ''],
  ['Лебедева Ирина 2', 'Лебедева', 'Ирина', ''],
  ['', '', '', ''],
])('«%s» is split', (name, lastName, firstName, middleName) => {
  expect(splitName({ name, firstName: '', lastName: '' })).toEqual({ lastName, firstName, middleName });
});

test('amoCRM’s own fields are not guessed at', () => {
  expect(splitName({ name: 'x', lastName: 'Ким', firstName: 'Анна Сергеевна' })).toEqual({
    lastName: 'Ким',
    firstName: 'Анна',
    middleName: 'Сергеевна',
  });
});

test.each([
  ['Королёва', 'Алёна', 'Королева', 'Алена', true],
  ['Иванова-Петрова', 'Анна', 'Иванова - Петрова', 'анна', true],
  ['Лебедева', 'Ирина', 'Лебедева', 'Ольга', false],
  ['Лебедева', 'И', 'Лебедева', 'О', false],
  ['Лебедева', 'И', 'Лебедева', '', false],
])('card «%s %s» and «%s %s»: same name %s', (last, first, otherLast, otherFirst, same) => {
  const card = person({ lastName: last, firstName: first });
  const typed = person({ lastName: otherLast, firstName: otherFirst, middleName: '' });
  expect(sameName(card, typed)).toBe(same);
});
