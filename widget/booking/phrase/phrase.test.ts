import { expect, test } from 'vitest';
import { type Part, parsePhrase, without, withWho } from './phrase.ts';

// A Sunday.
const today = '2026-11-22';
const neurologist = { id: 33, name: 'Невролог' };
const doctors = [
  { id: 8, name: 'Громов Андрей Викторович', bookable: true, specialities: [{ id: 34, name: 'Хирург' }] },
  {
    id: 11,
    name: 'Лаврентьева Елена Михайловна',
    bookable: true,
    specialities: [{ id: 32, name: 'Кардиолог' }],
  },
  { id: 14, name: 'Тимофеева Анна Сергеевна', bookable: true, specialities: [neurologist] },
  { id: 15, name: 'Тимофеева Ольга Ильинична', bookable: true, specialities: [neurologist] },
  {
    id: 16,
    name: 'Субботина Инна Юрьевна',
    bookable: true,
    specialities: [{ id: 50, name: 'Детский невролог' }],
  },
  { id: 21, name: 'Соболева Марина Игоревна', bookable: true, specialities: [{ id: 36, name: 'ЛОР' }] },
  { id: 25, name: 'Филатов Сергей Юрьевич', bookable: true, specialities: [{ id: 38, name: 'Офтальмолог' }] },
  {
    id: 31,
    name: 'Мещеряков Илья Львович',
    bookable: false,
    specialities: [{ id: 41, name: 'Врач-физиотерапевт' }],
  },
];
const lists = {
  today,
  doctors,
  branches: [
    { id: 1, title: 'Центр, ул. Садовая' },
    { id: 2, title: 'Север, ул. Полярная' },
  ],
  rooms: ['Кабинет № 5', 'Кабинет 104'],
};

/** Short to write and to read: what a part says. */
function told(part: Part): string {
  switch (part.kind) {
    case 'doctor':
    case 'speciality':
    case 'branch':
      return `${part.kind} ${part.id}`;
    case 'room':
      return part.name;
    case 'days':
      return part.from === part.to ? part.from.slice(5) : `${part.from.slice(5)}…${part.to.slice(5)}`;
    case 'weekdays':
      return `days ${part.days.join('')}`;
    case 'hours':
      return `${clock(part.after)}–${clock(part.before)}`;
  }
}
const clock = (minutes: number | null) =>
  minutes === null ? '' : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
const understood = (text: string) => parsePhrase(text, lists).parts.map(({ part }) => told(part));

test.each([
  ['невролог завтра после 17 центр', ['speciality 33', '11-23', '17:00–', 'branch 1']],
  ['Завтра к неврологу, в центре, после пяти', ['11-23', 'speciality 33', 'branch 1', '17:00–']],
  ['кардеолог послезавтро утром', ['speciality 32', '11-24', '–12:00']],
  ['детский невролог', ['speciality 50']],
  ['детскому неврологу сегодня', ['speciality 50', '11-22']],
  ['лор', ['speciality 36']],
  ['окулисту в пн', ['speciality 38', '11-23']],
  ['физиотерапевт', ['speciality 41']],
  ['к Лаврентьевой в пятницу до 12:30', ['doctor 11', '11-27', '–12:30']],
  ['громову 27 ноября', ['doctor 8', '11-27']],
  ['Лаврентева 27.11 с 9 до 11', ['doctor 11', '11-27', '9:00–11:00']],
  ['Тимофеева Ольга', ['doctor 15']],
  ['тимофеевой о. и. вечером', ['doctor 15', '17:00–']],
  ['Субботина в субботу', ['doctor 16', '11-28']],
  ['север в следующий вторник', ['branch 2', '11-24']],
  ['в эту среду', ['11-25']],
  ['в среду или четверг', ['11-25', '11-26']],
  ['по вторникам и по четвергам', ['days 2', 'days 4']],
  ['в будни после работы', ['days 12345', '18:00–']],
  ['на выходных', ['11-22']],
  ['на этой неделе', ['11-22']],
  ['на следующей неделе', ['11-23…11-29']],
  ['через 3 дня', ['11-25']],
  ['через неделю', ['11-29']],
  ['через две недели', ['12-06']],
  ['5.01', ['01-05']],
  ['5 января 10:00', ['01-05', '10:00–11:00']],
  ['25 числа', ['11-25']],
  ['3-го числа', ['12-03']],
  ['с 27 ноября', ['11-27…12-10']],
  ['после 17.30', ['17:30–']],
  ['не позже 12', ['–12:00']],
  ['не раньше 10', ['10:00–']],
  ['между 10 и 12', ['10:00–12:00']],
  ['10-12', ['10:00–12:00']],
  ['в 2 часа дня', ['14:00–15:00']],
  ['в 9 утра', ['9:00–10:00']],
  ['после 5 вечера', ['17:00–']],
  ['до обеда', ['–13:00']],
  ['во второй половине дня', ['13:00–']],
  ['около 15', ['14:00–16:00']],
  ['кабинет 5', ['Кабинет № 5']],
  ['104 каб.', ['Кабинет 104']],
  ['понедельнек вечиром', ['11-23', '17:00–']],
  ['tomorrow after 17', ['11-23', '17:00–']],
  ['Мещеряков', ['doctor 31']],
])('«%s»', (text, expected) => {
  expect(understood(text)).toEqual(expected);
  expect(parsePhrase(text, lists).unknown).toEqual([]);
});

test.each([
  ['невролог шмурдяк завтра', ['шмурдяк']],
  // Two of that name: the list asks which one.
  ['Тимофеева завтра', ['Тимофеева']],
  // Another speciality, not a slip of the finger.
  ['нефролог', ['нефролог']],
  ['31.02', ['31.02']],
  ['после 25', ['25']],
  ['запишите пожалуйста к врачу', []],
  ['', []],
])('«%s»: not understood %j', (text, unknown) => {
  expect(parsePhrase(text, lists).unknown).toEqual(unknown);
});

test.each([
  ['на выходных', '11-28…11-29'],
  ['на этой неделе', '11-25…11-29'],
  ['в следующую среду', '12-02'],
  ['в понедельник', '11-30'],
])('on a Wednesday «%s» is %s', (text, expected) => {
  const { parts } = parsePhrase(text, { ...lists, today: '2026-11-25' });
  expect(parts.map(({ part }) => told(part))).toEqual([expected]);
});

test('a part is taken out with the words it was said with', () => {
  const phrase = parsePhrase('к неврологу в пятницу после 17', lists);
  expect(phrase.parts.map((part) => without(phrase, part))).toEqual([
    'в пятницу после 17',
    'к неврологу после 17',
    'к неврологу в пятницу',
  ]);
});

test('a name from the list takes the place of what was typed for it', () => {
  const phrase = parsePhrase('Тимоф завтра после 17', lists);
  expect(withWho(phrase, 'Тимофеева Ольга Ильинична')).toBe('Тимофеева Ольга Ильинична завтра после 17');
});
