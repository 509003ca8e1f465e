import type { DeskDay } from '../day-view.ts';
import { api, chosenSource } from './api.ts';
import { openBooking } from './book-dialog.ts';
import {
  action,
  box,
  button,
  dialogOf,
  el,
  input,
  options,
  replaceKeepingFocus,
  select,
  toast,
} from './dom.ts';
import { patientChoices } from './found-patients.ts';
import { openJournal, openRemoved } from './lists.ts';
import { openPatient, patientOnCard } from './patient-card.ts';
import { picker } from './picker.ts';
import { closeSide } from './side.ts';
import { page, state } from './state.ts';
import { shapeOf, statusTone } from './statuses.ts';
import { addDays, anyDate, dayInWords, dayShort, russianDate, weekdayShort, wholeDate } from './words.ts';

/** Everything around the schedule that follows from the day. */
export function drawHeader(day: DeskDay): void {
  document.title = `${day.source.name}: регистратура`;
  box('clinic').textContent = day.source.name;
  box('desk').textContent = `Регистратура · ${day.source.receptionist}`;
  box('weekday').textContent = dayInWords(day.date);
  button('today').disabled = day.date === day.now.date;
  // Not while somebody is typing a date.
  if (document.activeElement !== input('day')) input('day').value = russianDate(day.date);
  if (document.activeElement !== input('words')) input('words').value = state.words;
  input('inactive').checked = state.inactive;
  drawWeek(day);
  drawBuildings(day);
  for (const by of ['doctor', 'room'] as const)
    button(`by-${by}`).setAttribute('aria-pressed', String(state.by === by));
  const specialities = [...new Set(day.doctors.map((doctor) => doctor.speciality).filter(Boolean))].sort();
  box('specialities').replaceChildren(...specialities.map((value) => el('option', { value })));
  drawCarry(day);
  drawLegend(day);
}

function drawWeek(day: DeskDay): void {
  const days = day.week.map(({ date, works, free }) => {
    const count = free
      .filter((row) => state.building === 0 || row.buildingId === state.building)
      .reduce((sum, row) => sum + row.count, 0);
    const words = !works ? 'нет приёма' : date < day.now.date ? 'прошёл' : `${count} св.`;
    const classes = ['week-day'];
    if (date === day.now.date) classes.push('is-today');
    if (!works) classes.push('is-off');
    return action(
      {
        class: classes.join(' '),
        'data-testid': `week-${date}`,
        'aria-pressed': String(date === day.date),
        title: `${dayInWords(date)}: ${works ? `свободно ${count}` : 'нет приёма'}`,
      },
      () => page.goTo(date),
      el('b', {}, `${weekdayShort(date)} ${Number(date.slice(8))}`),
      el('small', {}, words),
    );
  });
  replaceKeepingFocus(box('week-days'), ...days);
}

function drawBuildings(day: DeskDay): void {
  const rows = [{ id: 0, name: 'Все филиалы' }, ...day.buildings];
  box('buildings').hidden = day.buildings.length < 2;
  replaceKeepingFocus(
    box('buildings'),
    ...rows.map(({ id, name }) =>
      action(
        { 'aria-pressed': String(state.building === id), 'data-testid': `building-${id}` },
        () => {
          state.building = id;
          page.draw();
        },
        name,
      ),
    ),
  );
}

function drawCarry(day: DeskDay): void {
  const { carry } = state;
  box('moving').hidden = carry === null || carry.byPointer;
  if (carry === null || carry.byPointer) return;
  const from = carry.date === day.date ? carry.talon.begin : `${dayShort(carry.date)}, ${carry.talon.begin}`;
  box('moving-text').textContent =
    `Перенос: ${carry.talon.patient.name}, сейчас ${from}. Выберите зелёное время, можно в другой день.`;
}

function drawLegend(day: DeskDay): void {
  const sample = (kind: string, name: string) => el('span', { class: `sample ${kind}` }, name);
  box('legend').replaceChildren(
    sample('free', 'свободно'),
    sample('gone', 'время прошло'),
    sample('closed', 'не принимает'),
    ...day.statuses.map((status) =>
      el(
        'span',
        { class: statusTone(day, status.id) },
        el('i', { class: 'shape' }, shapeOf(day, status.name)),
        status.name,
      ),
    ),
  );
}

function listenToDays(): void {
  const field = input('day');
  field.addEventListener('input', () => {
    const date = field.value.length < 10 ? null : wholeDate(field.value);
    if (date !== null) page.goTo(date);
  });
  field.addEventListener('focus', () => field.select());
  field.addEventListener('change', () => {
    const date = anyDate(field.value, state.day?.now.date ?? '');
    if (date !== null) page.goTo(date);
    else toast('Дата: день, месяц, год, например 24.11.2026.');
    if (date === null || date === state.date) field.value = russianDate(date ?? state.date);
  });
  const by = (days: number) => () => page.goTo(addDays(state.date, days));
  box('previous').addEventListener('click', by(-1));
  box('next').addEventListener('click', by(1));
  box('week-previous').addEventListener('click', by(-7));
  box('week-next').addEventListener('click', by(7));
  box('today').addEventListener('click', () => page.goTo(state.day?.now.date ?? ''));
}

function listenToRestart(): void {
  box('training').addEventListener('click', () => dialogOf('restart').showModal());
  box('restart-close').addEventListener('click', () => dialogOf('restart').close());
  box('restart-yes').addEventListener('click', async () => {
    const reply = await api.restart();
    dialogOf('restart').close();
    closeSide();
    toast(reply.ok ? 'Клиника начата заново' : reply.message);
    await page.refresh();
  });
}

export async function listenToHeader(): Promise<void> {
  listenToDays();
  listenToRestart();
  for (const by of ['doctor', 'room'] as const) {
    box(`by-${by}`).addEventListener('click', () => {
      state.by = by;
      page.draw();
    });
  }
  input('words').addEventListener('input', () => {
    state.words = input('words').value;
    page.draw();
  });
  input('inactive').addEventListener('change', () => {
    state.inactive = input('inactive').checked;
    page.draw();
  });
  box('book-any').addEventListener('click', () => openBooking(null, patientOnCard()));
  box('journal').addEventListener('click', openJournal);
  box('removed').addEventListener('click', openRemoved);
  picker({
    field: input('find'),
    list: box('find-list'),
    find: patientChoices('found'),
    pick: async (found) => {
      await openPatient(found.id);
      // The next thing said is mostly «запишите»: Enter does it.
      box('side-body').querySelector<HTMLElement>('.primary')?.focus();
    },
    nobody: 'Не найдено',
    none: () => {},
  });
  const sources = await api.sources();
  if (sources.ok && sources.value.sources.length > 1) {
    box('source').hidden = false;
    options(select('source'), sources.value.sources, chosenSource || sources.value.sources[0]?.id);
  }
  box('source').addEventListener('change', () => {
    location.search = `?${new URLSearchParams({ source: select('source').value, date: state.date })}`;
  });
}
