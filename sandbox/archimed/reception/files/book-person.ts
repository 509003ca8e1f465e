import type { FoundPatient } from '../patients-view.ts';
import type { Person } from './api.ts';
import { api } from './api.ts';
import { box, input, showLine } from './dom.ts';
import { fullName, patientChoices } from './found-patients.ts';
import { picker } from './picker.ts';
import { dayShort, phone, russianDate, shortName, tenDigits, wholeDate } from './words.ts';

export type Who = { patientId: number } | { person: Person };
export type WhoResult = { ok: true; who: Who } | { ok: false; message: string; field: HTMLElement };

const ids = ['book-last', 'book-first', 'book-middle', 'book-birth', 'book-phone'] as const;
let patient: FoundPatient | null = null;
let search: { clear(): void } = { clear: () => {} };

export function clearPerson(): void {
  for (const id of ids) input(id).value = '';
  search.clear();
  setPatient(null);
}

export function setPatient(found: FoundPatient | null): void {
  patient = found;
  box('book-chosen').hidden = found === null;
  box('book-find').hidden = found !== null;
  box('book-person').hidden = found !== null;
  showLine(box('book-coming'), '');
  if (found === null) return;
  box('book-chosen-text').textContent = [
    fullName(found),
    russianDate(found.birthDate),
    phone(found.phone || found.phone1),
    `карта № ${found.number}`,
  ]
    .filter(Boolean)
    .join(' · ');
  void showComing(found);
}

/** «Он уже записан»: said before a second visit is made. */
async function showComing(found: FoundPatient): Promise<void> {
  const reply = await api.patient(found.id);
  if (!reply.ok || patient?.id !== found.id) return;
  const coming = reply.value.visits
    .filter((visit) => visit.coming)
    .slice(0, 3)
    .map((visit) => `${dayShort(visit.date)}, ${visit.begin}, ${shortName(visit.doctor)}`);
  showLine(box('book-coming'), coming.length === 0 ? '' : `Уже записан: ${coming.join('; ')}`);
}

/** What was typed into the search begins the new card. */
function startCard(query: string): void {
  const field = /\p{L}/u.test(query) ? input('book-last') : input('book-phone');
  if (field.id === 'book-last') {
    const [last = '', first = '', ...middle] = query.split(/\s+/).map(capital);
    input('book-last').value = last;
    input('book-first').value = first;
    input('book-middle').value = middle.join(' ');
  } else field.value = phone(query);
  input('book-search').value = '';
  box('book-found').replaceChildren();
  (ids.map(input).find((one) => one.value === '') ?? field).focus();
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

export function readWho(): WhoResult {
  if (patient !== null) return { ok: true, who: { patientId: patient.id } };
  const text = (id: (typeof ids)[number]) => input(id).value.trim();
  for (const id of ['book-last', 'book-first'] as const) {
    const message = 'Укажите фамилию и имя пациента или найдите его карту.';
    if (text(id) === '') return { ok: false, message, field: input(id) };
  }
  const birthDate = wholeDate(text('book-birth'));
  if (text('book-birth') !== '' && birthDate === null) {
    return {
      ok: false,
      message: 'Дата рождения: день, месяц, год, например 14.03.1986.',
      field: input('book-birth'),
    };
  }
  const typed = text('book-phone');
  const digits = tenDigits(typed);
  if (typed !== '' && digits === null && !typed.startsWith('+')) {
    return { ok: false, message: 'В телефоне не хватает цифр или есть лишние.', field: input('book-phone') };
  }
  return {
    ok: true,
    who: {
      person: {
        lastName: text('book-last'),
        firstName: text('book-first'),
        middleName: text('book-middle'),
        birthDate,
        phone: digits === null ? typed : `+7${digits}`,
      },
    },
  };
}

export function listenToPerson(): void {
  search = picker({
    field: input('book-search'),
    list: box('book-found'),
    find: patientChoices('patient'),
    pick: (found) => {
      setPatient(found);
      box('book-save').focus();
    },
    nobody: 'Не найдено. Enter — новая карта.',
    none: startCard,
  });
  input('book-phone').addEventListener('blur', () => {
    input('book-phone').value = phone(input('book-phone').value.trim());
  });
  input('book-birth').addEventListener('blur', () => {
    const date = wholeDate(input('book-birth').value);
    if (date !== null) input('book-birth').value = russianDate(date);
  });
  box('book-other').addEventListener('click', () => {
    clearPerson();
    input('book-search').focus();
  });
}
