import { changeTalon, noAnswer } from './api.js';
import { byId, el, options, showLine, toast } from './dom.js';
import { statusName } from './grid.js';
import { birthDate, dateTime, dayShort, phone } from './words.js';

const dialog = byId('talon');
const status = byId('talon-status');
const info = byId('talon-info');

/** What the dialog was filled with: what differs from it was typed here and is never overwritten. */
let shown = null;
let on = { done: () => {}, move: () => {} };

/** `opened` = { day, doctor, talon }. */
export function openTalon(opened, callbacks) {
  on = callbacks;
  options(status, opened.day.statuses, opened.talon.statusId);
  options(byId('talon-reason'), opened.day.deleteReasons);
  info.value = opened.talon.info;
  showLine(byId('talon-error'), '');
  showLine(byId('talon-notice'), '');
  show(opened);
  dialog.showModal();
  status.focus();
}

/** The live refresh: the facts follow, what somebody is typing stays. */
export function refreshTalon(day) {
  if (!dialog.open || shown === null) return;
  const doctor = day.doctors.find((one) => one.talons.some((talon) => talon.id === shown.talon.id));
  const talon = doctor?.talons.find((one) => one.id === shown.talon.id);
  if (doctor === undefined || talon === undefined) {
    showLine(byId('talon-notice'), 'Запись перенесли на другой день.');
    return;
  }
  if (JSON.stringify(talon) === JSON.stringify(shown.talon) && doctor.id === shown.doctor.id) return;
  if (status.value === String(shown.talon.statusId)) status.value = String(talon.statusId);
  if (info.value === shown.talon.info) info.value = talon.info;
  showLine(byId('talon-notice'), 'Запись только что изменили, на экране новые данные.');
  show({ day, doctor, talon });
}

function show(opened) {
  shown = opened;
  const { day, doctor, talon } = opened;
  byId('talon-title').textContent = talon.patient.name;
  byId('talon-where').textContent =
    `${doctor.name} · ${dayShort(day.date)}, ${talon.begin}–${talon.end} · ${talon.room}`;
  const reason = day.deleteReasons.find((row) => row.id === talon.deleteReasonId)?.name;
  const facts = [
    ['Телефон', phone(talon.patient.phone) || 'не указан'],
    ['Дата рождения', birthDate(talon.patient.birthDate) || 'не указана'],
    ['Как записан', `${talon.recordType}, ${talon.creator}`],
    ['Изменена', dateTime(talon.updatedAt)],
  ];
  if (talon.deleted)
    facts.unshift(['Состояние', `Запись удалена${reason === undefined ? '' : `: ${reason}`}`]);
  byId('talon-facts').replaceChildren(
    ...facts.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]),
  );
  for (const id of ['talon-edit', 'talon-save', 'talon-move', 'talon-danger'])
    byId(id).hidden = talon.deleted;
  byId('talon-restore').hidden = !talon.deleted;
}

async function send(change, message) {
  const reply = await changeTalon(shown.talon.id, change);
  if (!reply.ok) {
    showLine(byId('talon-error'), reply.message ?? noAnswer);
    return;
  }
  dialog.close();
  toast(message);
  on.done();
}

function save() {
  const change = {};
  if (status.value !== String(shown.talon.statusId)) change.statusId = Number(status.value);
  if (info.value !== shown.talon.info) change.info = info.value;
  if (Object.keys(change).length === 0) {
    dialog.close();
    return;
  }
  const name = statusName(shown.day, { ...shown.talon, ...change });
  send(change, change.statusId === undefined ? 'Примечание сохранено' : `Статус: ${name}`);
}

byId('talon-delete').addEventListener('click', () => {
  const reason = byId('talon-reason').value;
  send({ deleted: true, deleteReasonId: reason === '' ? null : Number(reason) }, 'Запись удалена');
});
byId('talon-restore').addEventListener('click', () => send({ restored: true }, 'Запись восстановлена'));
byId('talon-move').addEventListener('click', () => {
  dialog.close();
  on.move(shown);
});
dialog.querySelector('.close').addEventListener('click', () => dialog.close());
dialog.querySelector('form').addEventListener('submit', (event) => {
  event.preventDefault();
  save();
});
