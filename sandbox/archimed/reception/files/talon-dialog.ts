import type { DeskDay, DeskDoctor, DeskTalon } from '../day-view.ts';
import { askRemoval, change, startMoving } from './actions.ts';
import type { Change } from './api.ts';
import { box, byId, dialogOf, el, options, select, showLine } from './dom.ts';
import { openPatient } from './patient-card.ts';
import { findTalon, state } from './state.ts';
import { isCancelled, shapeOf, statusName } from './statuses.ts';
import { lengthsOf } from './targets.ts';
import { dateTime, dayShort, minutesOf, phone, russianDate, splitNote } from './words.ts';

type Shown = { day: DeskDay; doctor: DeskDoctor; talon: DeskTalon };

/** What the dialog was filled with: what differs from it was typed here and is never overwritten. */
let shown: Shown | null = null;

const info = () => byId('talon-info', HTMLTextAreaElement);
const statusField = () => select('talon-status');
const endField = () => select('talon-end');

export function openTalon(doctor: DeskDoctor, talon: DeskTalon): void {
  const { day } = state;
  if (day === null) return;
  options(
    statusField(),
    day.statuses.map(({ id, name }) => ({ id, name })),
    talon.statusId,
  );
  options(select('talon-reason'), day.deleteReasons);
  info().value = talon.info;
  showLine(box('talon-error'), '');
  showLine(box('talon-notice'), '');
  show({ day, doctor, talon });
  endField().value = talon.end;
  dialogOf('talon').showModal();
  statusField().focus();
}

/** The live refresh: the facts follow, what somebody is typing stays. */
export function refreshTalon(day: DeskDay): void {
  if (!dialogOf('talon').open || shown === null) return;
  const found = findTalon(day, shown.talon.id);
  if (found === undefined) {
    showLine(box('talon-notice'), 'Запись перенесли на другой день.');
    return;
  }
  const { doctor, talon } = found;
  if (JSON.stringify(talon) === JSON.stringify(shown.talon) && doctor.id === shown.doctor.id) return;
  if (statusField().value === String(shown.talon.statusId)) statusField().value = String(talon.statusId);
  if (info().value === shown.talon.info) info().value = talon.info;
  const untouched = endField().value === shown.talon.end;
  showLine(box('talon-notice'), 'Запись только что изменили, на экране новые данные.');
  show({ day, doctor, talon });
  if (untouched) endField().value = talon.end;
}

function show(next: Shown): void {
  shown = next;
  const { day, doctor, talon } = next;
  box('talon-title').textContent = talon.patient.name;
  box('talon-where').textContent =
    `${doctor.name} · ${dayShort(day.date)}, ${talon.begin}–${talon.end} · ${talon.room}`;
  const reason = day.deleteReasons.find((row) => row.id === talon.deleteReasonId)?.name;
  const name = statusName(day, talon);
  const { services } = splitNote(talon.info);
  const facts = [
    ...(talon.deleted || isCancelled(day, talon.statusId)
      ? [['Состояние', `${shapeOf(day, name)} ${name}${reason === undefined ? '' : `: ${reason}`}`]]
      : []),
    ['Телефон', phone(talon.patient.phone) || 'не указан'],
    ['Дата рождения', russianDate(talon.patient.birthDate) || 'не указана'],
    ...(services === '' ? [] : [['Услуги', services]]),
    ['Как записан', `${talon.recordType}, ${talon.creator}`],
    ['Изменена', dateTime(talon.updatedAt)],
  ];
  box('talon-facts').replaceChildren(
    ...facts.flatMap(([title = '', value = '']) => [el('dt', {}, title), el('dd', {}, value)]),
  );
  const length = minutesOf(talon.end) - minutesOf(talon.begin);
  const others = lengthsOf(doctor, talon).filter((one) => one.end !== talon.end);
  options(
    endField(),
    [{ end: talon.end, minutes: length }, ...others]
      .toSorted((a, b) => a.minutes - b.minutes)
      .map((one) => ({ id: one.end, name: `${one.minutes} мин, до ${one.end}` })),
  );
  for (const id of ['talon-edit', 'talon-save', 'talon-move', 'talon-danger']) box(id).hidden = talon.deleted;
  box('talon-restore').hidden = !talon.deleted;
  showReason();
}

/** A cancellation has a reason as well as a deletion. */
function showReason(): void {
  if (shown === null) return;
  const cancels =
    isCancelled(shown.day, Number(statusField().value)) && !isCancelled(shown.day, shown.talon.statusId);
  box('talon-reason-title').textContent = cancels ? 'Причина отмены или удаления' : 'Причина удаления';
}

async function send(body: Change, said: string, back: Change): Promise<void> {
  if (shown === null) return;
  const result = await change(shown.talon.id, body, said, back);
  if (result.ok) dialogOf('talon').close();
  else showLine(box('talon-error'), result.message);
}

function chosenReason(): number | null {
  const reason = select('talon-reason').value;
  return reason === '' ? null : Number(reason);
}

async function save(): Promise<void> {
  if (shown === null) return;
  const { talon, day } = shown;
  const body: Change = {};
  const back: Change = {};
  const statusId = Number(statusField().value);
  if (statusId !== talon.statusId) {
    body.statusId = statusId;
    back.statusId = talon.statusId;
    if (isCancelled(day, statusId) !== isCancelled(day, talon.statusId)) {
      body.deleteReasonId = isCancelled(day, statusId) ? chosenReason() : null;
      back.deleteReasonId = talon.deleteReasonId;
    }
  }
  if (info().value !== talon.info) {
    body.info = info().value;
    back.info = talon.info;
  }
  if (endField().value !== '' && endField().value !== talon.end) {
    body.end = endField().value;
    back.end = talon.end;
  }
  if (Object.keys(body).length === 0) {
    dialogOf('talon').close();
    return;
  }
  const status = statusName(day, { deleted: false, statusId });
  await send(body, body.statusId === undefined ? 'Запись сохранена' : `Статус: ${status}`, back);
}

export function listenToTalon(): void {
  const dialog = dialogOf('talon');
  statusField().addEventListener('change', showReason);
  box('talon-delete').addEventListener('click', () => {
    void send({ deleted: true, deleteReasonId: chosenReason() }, 'Запись удалена', { restored: true });
  });
  box('talon-restore').addEventListener('click', () => {
    if (shown === null) return;
    const back: Change = { deleted: true, deleteReasonId: shown.talon.deleteReasonId };
    void send({ restored: true }, 'Запись восстановлена', back);
  });
  box('talon-move').addEventListener('click', () => {
    dialog.close();
    if (shown !== null) startMoving(shown.talon, shown.doctor.id);
  });
  box('talon-patient').addEventListener('click', () => {
    dialog.close();
    if (shown !== null) void openPatient(shown.talon.patient.id);
  });
  box('talon-close').addEventListener('click', () => dialog.close());
  dialog.addEventListener('keydown', (event) => {
    if (event.key !== 'Delete' || shown === null || event.target instanceof HTMLTextAreaElement) return;
    dialog.close();
    askRemoval(shown.talon);
  });
  dialog.querySelector('form')?.addEventListener('submit', (event) => {
    event.preventDefault();
    void save();
  });
}
