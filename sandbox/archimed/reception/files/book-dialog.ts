import type { DeskDay } from '../day-view.ts';
import type { FoundPatient } from '../patients-view.ts';
import { sentence } from './actions.ts';
import { api } from './api.ts';
import { clearPerson, listenToPerson, readWho, setPatient } from './book-person.ts';
import { listenToPlace, offerNearest, openPlace, readPlace, refreshPlace, setMinutes } from './book-place.ts';
import { chosenServices, clearServices, listenToServices } from './book-services.ts';
import { box, button, byId, dialogOf, showLine, toast } from './dom.ts';
import { page, state } from './state.ts';
import { noteWithServices } from './words.ts';

const note = () => byId('book-info', HTMLTextAreaElement);

/** By a click on a free time, or by «Записать» for the first one of the day. */
export function openBooking(
  at: { doctorId: number; begin: string } | null,
  patient: FoundPatient | null,
): void {
  const { day } = state;
  if (day === null) return;
  clearPerson();
  clearServices();
  note().value = '';
  showLine(box('book-error'), '');
  showLine(box('book-notice'), '');
  if (!openPlace(day, at)) {
    showLine(box('book-notice'), 'В этот день свободного времени нет. Выберите другой день в строке недели.');
  }
  if (patient !== null) setPatient(patient);
  dialogOf('book').showModal();
  box(patient === null ? 'book-search' : 'book-save').focus();
}

/** The live refresh: somebody may take the very time that is being talked about. */
export function refreshBooking(day: DeskDay): void {
  if (!dialogOf('book').open) return;
  const gone = refreshPlace(day);
  showLine(box('book-notice'), gone ? 'Это время только что заняли. Выберите другое.' : '');
}

async function save(): Promise<void> {
  const { day } = state;
  if (day === null) return;
  const found = readWho();
  if (!found.ok) {
    showLine(box('book-error'), found.message);
    found.field.focus();
    return;
  }
  const place = readPlace(day);
  if (place === null) {
    showLine(box('book-error'), 'Выберите свободное время.');
    return;
  }
  button('book-save').disabled = true;
  const info = noteWithServices(chosenServices(), note().value);
  const reply = await api.book({ ...place, info, ...found.who });
  button('book-save').disabled = false;
  if (!reply.ok) {
    await page.refresh();
    const taken = reply.status === 409;
    if (taken && state.day !== null) offerNearest(state.day);
    showLine(box('book-notice'), '');
    showLine(
      box('book-error'),
      `${sentence(reply.message)}${taken ? ' Запись не создана, ниже ближайшее свободное.' : ''}`,
    );
    return;
  }
  state.own.add(reply.value.id);
  state.reveal = `talon-${reply.value.id}`;
  dialogOf('book').close();
  toast('Пациент записан');
  await page.refresh();
}

export function listenToBooking(): void {
  listenToPerson();
  listenToPlace();
  listenToServices(setMinutes);
  const dialog = dialogOf('book');
  box('book-close').addEventListener('click', () => dialog.close());
  dialog.querySelector('form')?.addEventListener('submit', (event) => {
    event.preventDefault();
    void save();
  });
}
