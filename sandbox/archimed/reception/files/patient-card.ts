import type { CardVisit, PatientCard } from '../patients-view.ts';
import { api } from './api.ts';
import { openBooking } from './book-dialog.ts';
import { action, el } from './dom.ts';
import { fullName } from './found-patients.ts';
import { openSide } from './side.ts';
import { page, state } from './state.ts';
import { shapeOf } from './statuses.ts';
import { dayShort, phone, russianDate, shortName, shortRoom } from './words.ts';

let card: PatientCard | null = null;

/** Whose card is open: a click on a free time means this patient. */
export function patientOnCard(): PatientCard | null {
  return card;
}

export function openPatient(id: number): Promise<void> {
  return openSide(
    {
      title: 'Карта пациента',
      read: async () => {
        const reply = await api.patient(id);
        if (!reply.ok) return null;
        card = reply.value;
        return cardNodes(reply.value);
      },
    },
    () => {
      card = null;
    },
  );
}

/** Shows the day of a visit and brings it into sight. */
export function goToVisit(visit: Pick<CardVisit, 'id' | 'date' | 'buildingId' | 'deleted'>): void {
  if (state.building !== 0 && visit.buildingId !== state.building) state.building = 0;
  if (visit.deleted) state.inactive = true;
  state.words = '';
  state.reveal = `talon-${visit.id}`;
  state.gridFocused = true;
  if (visit.date === state.date) page.draw();
  else page.goTo(visit.date);
}

function cardNodes(patient: PatientCard): Node[] {
  const facts = [
    ['Карта', `№ ${patient.number}`],
    ['Дата рождения', russianDate(patient.birthDate) || 'не указана'],
    ['Телефон', [patient.phone, patient.phone1].filter(Boolean).map(phone).join(', ') || 'не указан'],
    ...(patient.email === '' ? [] : [['Почта', patient.email]]),
  ];
  const coming = patient.visits.filter((visit) => visit.coming);
  const past = patient.visits.filter((visit) => !visit.coming);
  return [
    el('h3', { 'data-testid': 'card-name' }, fullName(patient)),
    el(
      'dl',
      { class: 'facts' },
      ...facts.flatMap(([name = '', value = '']) => [el('dt', {}, name), el('dd', {}, value)]),
    ),
    action({ class: 'primary', 'data-testid': 'card-book' }, () => openBooking(null, patient), 'Записать'),
    el(
      'p',
      { class: 'quiet' },
      'Или выберите свободное время в расписании: запись откроется на этого пациента.',
    ),
    el('h4', {}, 'Предстоящие'),
    coming.length === 0 ? el('p', { class: 'quiet' }, 'Нет записей') : visitList(coming),
    el('h4', {}, 'Прошедшие и отменённые'),
    past.length === 0 ? el('p', { class: 'quiet' }, 'Нет записей') : visitList(past),
  ];
}

function visitList(visits: readonly CardVisit[]): HTMLElement {
  return el(
    'ul',
    { class: 'rows' },
    ...visits.map((visit) => el('li', {}, visitButton(visit, visit.doctor))),
  );
}

export function visitButton(visit: CardVisit, who: string): HTMLElement {
  const status = visit.deleted ? 'Удалена' : visit.status;
  const shape = state.day === null ? '' : shapeOf(state.day, status);
  const reason = visit.holdsSlot || visit.reason === '' ? '' : `: ${visit.reason}`;
  return action(
    {
      class: visit.holdsSlot ? 'row' : 'row off',
      'data-testid': `visit-${visit.id}`,
      title: 'Показать в расписании',
    },
    () => goToVisit(visit),
    el('b', {}, `${dayShort(visit.date)}, ${visit.begin}`),
    el('span', {}, `${shortName(who)}${visit.room === '' ? '' : ` · ${shortRoom(visit.room)}`}`),
    el('small', {}, `${shape} ${status}${reason}`),
  );
}
