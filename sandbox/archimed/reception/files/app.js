import { changeTalon, chosenSource, firstDay, noAnswer, readDay, readSources } from './api.js';
import { openBooking } from './book-dialog.js';
import { byId, el, options, showLine, toast } from './dom.js';
import { drawGrid, scrollToNow, statusTone } from './grid.js';
import { openTalon, refreshTalon } from './talon-dialog.js';
import { addDays, dayInWords, dayShort, shortName } from './words.js';

const refreshMs = 2000;

let day = null;
let date = firstDay;
let drawn = '';
let timer;
let asked = 0;
const view = { building: 0, inactive: false, moving: null };

const shortRefusal = 'Не удалось перенести: ';

async function refresh() {
  clearTimeout(timer);
  asked += 1;
  const mine = asked;
  const reply = await readDay(date);
  if (mine !== asked) return;
  timer = setTimeout(refresh, refreshMs);
  if (!reply.ok) {
    const since = day === null ? '' : ` Данные на ${day.now.time.slice(0, 5)}.`;
    showLine(byId('trouble'), `${reply.message ?? 'Нет связи с программой.'}${since}`);
    return;
  }
  showLine(byId('trouble'), '');
  const another = day?.date !== reply.value.date;
  day = reply.value;
  date = day.date;
  draw();
  byId('grid').inert = false;
  refreshTalon(day);
  if (another) scrollToNow(day);
}

/** Redraws only what differs: an unchanged day keeps its focus and its hover. */
function draw() {
  byId('clock').textContent = day.now.time.slice(0, 5);
  const picture = JSON.stringify([{ ...day, now: day.now.time.slice(0, 5) }, view]);
  if (picture === drawn) return;
  drawn = picture;
  document.title = `${day.source.name}: регистратура`;
  byId('clinic').textContent = day.source.name;
  byId('desk').textContent = `Регистратура · ${day.source.receptionist}`;
  byId('weekday').textContent = dayInWords(day.date);
  byId('today').disabled = day.date === day.now.date;
  // Not while somebody is typing a date.
  if (document.activeElement !== byId('day')) byId('day').value = day.date;
  drawBuildings();
  drawLegend();
  byId('moving').hidden = view.moving === null;
  if (view.moving !== null) {
    const { talon } = view.moving;
    byId('moving-text').textContent =
      `Перенос: ${talon.patient.name}, сейчас ${dayShort(view.moving.date)}, ${talon.begin}. Выберите свободное время, можно в другой день.`;
  }
  drawGrid(day, view, { slot: onSlot, talon: onTalon });
}

function drawBuildings() {
  const rows = [{ id: 0, name: 'Все' }, ...day.buildings];
  byId('buildings').hidden = day.buildings.length < 2;
  byId('buildings').replaceChildren(
    ...rows.map(({ id, name }) => {
      const button = el('button', { type: 'button', 'aria-pressed': String(view.building === id) }, name);
      button.addEventListener('click', () => {
        view.building = id;
        draw();
      });
      return button;
    }),
  );
}

function drawLegend() {
  byId('legend').replaceChildren(
    ...day.statuses.map((status) => el('span', { className: statusTone(day, status.id) }, status.name)),
  );
}

function onSlot({ doctor, schedule, slot }) {
  if (view.moving !== null) {
    move(doctor, slot);
    return;
  }
  const building = day.buildings.find((one) => one.id === schedule.buildingId)?.name ?? '';
  openBooking({ date: day.date, doctor, schedule, slot, building }, refresh);
}

function onTalon({ doctor, talon }) {
  if (view.moving !== null) return;
  openTalon({ day, doctor, talon }, { done: refresh, move: startMoving });
}

function startMoving({ talon, day: from }) {
  view.moving = { talon, date: from.date };
  draw();
}

function stopMoving() {
  view.moving = null;
  draw();
}

async function move(doctor, slot) {
  const { talon } = view.moving;
  const reply = await changeTalon(talon.id, { doctorId: doctor.id, date: day.date, begin: slot.begin });
  if (!reply.ok) {
    toast(reply.message === undefined ? noAnswer : `${shortRefusal}${reply.message.toLowerCase()}`);
    return;
  }
  toast(`${shortName(talon.patient.name)}: перенос на ${dayShort(day.date)}, ${slot.begin}`);
  stopMoving();
  refresh();
}

function goTo(next) {
  if (next === '' || next === date) return;
  date = next;
  // The day on the screen is not the one in the heading until the new one is here: nobody books into it by a fast click.
  byId('grid').inert = true;
  history.replaceState(null, '', `?${new URLSearchParams({ source: chosenSource, date })}`);
  refresh();
}

byId('day').addEventListener('change', (event) => goTo(event.target.value));
byId('previous').addEventListener('click', () => goTo(addDays(date, -1)));
byId('next').addEventListener('click', () => goTo(addDays(date, 1)));
byId('today').addEventListener('click', () => goTo(day?.now.date ?? ''));
byId('inactive').addEventListener('change', (event) => {
  view.inactive = event.target.checked;
  draw();
});
byId('moving-cancel').addEventListener('click', stopMoving);
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && view.moving !== null) stopMoving();
});
byId('source').addEventListener('change', (event) => {
  location.search = `?${new URLSearchParams({ source: event.target.value, date })}`;
});

const sources = await readSources();
if (sources.ok && sources.value.sources.length > 1) {
  byId('source').hidden = false;
  options(byId('source'), sources.value.sources, chosenSource || sources.value.sources[0].id);
}
await refresh();
