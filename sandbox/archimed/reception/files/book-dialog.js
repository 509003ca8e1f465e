import { bookTalon, findPatients, noAnswer } from './api.js';
import { byId, el, options, showLine, toast } from './dom.js';
import { birthDate, dayShort, minutesOf, phone } from './words.js';

const dialog = byId('book');
const fields = ['last', 'first', 'middle', 'birth', 'phone'].map((name) => byId(`book-${name}`));
const [last, first, middle, birth, phoneField] = fields;

let place = null;
let patient = null;
let searches = 0;
let afterwards = () => {};

/** `where` = { date, doctor, schedule, slot, building }. */
export function openBooking(where, done) {
  place = where;
  afterwards = done;
  byId('book-where').textContent =
    `${where.doctor.name} · ${dayShort(where.date)}, ${where.slot.begin} · ${where.building}, ${where.schedule.room}`;
  for (const field of [...fields, byId('book-info'), byId('book-search')]) field.value = '';
  byId('book-found').replaceChildren();
  options(byId('book-end'), lengths(where));
  choose(null);
  showLine(byId('book-error'), '');
  dialog.showModal();
  byId('book-search').focus();
}

/** One interval, two, three… as long as they are free and follow each other. */
function lengths({ schedule, slot }) {
  const rows = [];
  const from = schedule.slots.findIndex((one) => one.begin === slot.begin);
  for (const next of schedule.slots.slice(from, from + 4)) {
    if (!next.free) break;
    rows.push({ id: next.end, name: `${minutesOf(next.end) - minutesOf(slot.begin)} мин, до ${next.end}` });
  }
  return rows;
}

function choose(found) {
  patient = found;
  byId('book-chosen').hidden = found === null;
  for (const field of fields) field.readOnly = found !== null;
  if (found === null) return;
  byId('book-chosen-text').textContent = `Карта № ${found.number}`;
  last.value = found.lastName;
  first.value = found.firstName;
  middle.value = found.middleName;
  birth.value = found.birthDate ?? '';
  phoneField.value = phone(found.phone);
  byId('book-search').value = '';
  byId('book-found').replaceChildren();
}

async function search() {
  searches += 1;
  const mine = searches;
  const query = byId('book-search').value;
  const reply = query.trim().length < 3 ? { ok: true, value: { patients: [] } } : await findPatients(query);
  if (mine !== searches || !reply.ok) return;
  const rows = reply.value.patients.map((found) => {
    const name = [found.lastName, found.firstName, found.middleName].filter(Boolean).join(' ');
    const details = [birthDate(found.birthDate), phone(found.phone)].filter(Boolean).join(' · ');
    const button = el(
      'button',
      { type: 'button', 'data-testid': `patient-${found.id}` },
      el('span', {}, name),
      el('small', {}, details),
    );
    button.addEventListener('click', () => {
      choose(found);
      byId('book-save').focus();
    });
    return el('li', {}, button);
  });
  const nobody = query.trim().length >= 3 && rows.length === 0;
  byId('book-found').replaceChildren(
    ...(nobody ? [el('li', { className: 'quiet' }, 'Не найдено. Заполните карту ниже.')] : rows),
  );
}

async function save() {
  const who =
    patient === null
      ? {
          person: {
            lastName: last.value.trim(),
            firstName: first.value.trim(),
            middleName: middle.value.trim(),
            birthDate: birth.value === '' ? null : birth.value,
            phone: phoneField.value.trim(),
          },
        }
      : { patientId: patient.id };
  if (who.person !== undefined && (who.person.lastName === '' || who.person.firstName === '')) {
    showLine(byId('book-error'), 'Укажите фамилию и имя пациента или найдите его карту.');
    (who.person.lastName === '' ? last : first).focus();
    return;
  }
  byId('book-save').disabled = true;
  const reply = await bookTalon({
    doctorId: place.doctor.id,
    date: place.date,
    begin: place.slot.begin,
    end: byId('book-end').value,
    info: byId('book-info').value.trim(),
    ...who,
  });
  byId('book-save').disabled = false;
  if (!reply.ok) {
    showLine(byId('book-error'), reply.message ?? noAnswer);
    return;
  }
  dialog.close();
  toast('Пациент записан');
  afterwards();
}

byId('book-search').addEventListener('input', search);
byId('book-other').addEventListener('click', () => {
  choose(null);
  for (const field of fields) field.value = '';
  byId('book-search').focus();
});
dialog.querySelector('.close').addEventListener('click', () => dialog.close());
dialog.querySelector('form').addEventListener('submit', (event) => {
  event.preventDefault();
  save();
});
