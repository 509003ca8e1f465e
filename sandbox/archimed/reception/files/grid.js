import { byId, el } from './dom.js';
import { minutesOf, shortName } from './words.js';

const minuteHeight = '1.85px';

/** The class of a status: its colour by place in the clinic's directory; the word always stands beside it. */
export function tone(day, talon) {
  if (talon.deleted || !talon.holdsSlot) return 'tone-off inactive';
  return statusTone(day, talon.statusId);
}

export function statusTone(day, statusId) {
  const lasting = day.statuses.filter((status) => !status.cancelled);
  const place = lasting.findIndex((status) => status.id === statusId);
  return place < 0 ? 'tone-off' : `tone-${place % 6}`;
}

export function statusName(day, talon) {
  if (talon.deleted) return 'Удалена';
  return day.statuses.find((status) => status.id === talon.statusId)?.name ?? '';
}

/** Draws the day; `view` = { building, inactive, moving }, `on` = { slot, talon }. */
export function drawGrid(day, view, on) {
  const scroller = byId('grid');
  const focused = document.activeElement?.dataset?.testid;
  const doctors = visibleDoctors(day, view);
  if (doctors.length === 0) {
    scroller.replaceChildren(el('p', { className: 'empty' }, 'В этот день здесь никто не принимает.'));
    return;
  }
  const frame = hoursOf(doctors);
  const grid = el('div', {
    className: view.moving === null ? 'day-grid' : 'day-grid moving',
    style: `--columns: ${doctors.length}; --minute: ${minuteHeight}; --minutes: ${frame.end - frame.start}`,
  });
  grid.append(el('div', { className: 'corner' }), ...doctors.map((doctor) => heading(day, doctor)));
  grid.append(hours(frame), ...doctors.map((doctor) => column(day, view, on, doctor, frame)));
  scroller.replaceChildren(grid);
  if (focused !== undefined)
    scroller.querySelector(`[data-testid="${focused}"]`)?.focus({ preventScroll: true });
}

/** Brings the present (or the first visit) into sight; for the first drawing of a day. */
export function scrollToNow(day) {
  const scroller = byId('grid');
  const mark = day.date === day.now.date ? scroller.querySelector('.now') : null;
  const header = scroller.querySelector('.corner')?.offsetHeight ?? 0;
  scroller.scrollTop = mark === null ? 0 : Math.max(0, mark.offsetTop - header - 80);
}

function visibleDoctors(day, view) {
  return day.doctors
    .map((doctor) => ({
      ...doctor,
      schedules: doctor.schedules.filter((row) => view.building === 0 || row.buildingId === view.building),
      talons: doctor.talons.filter(
        (talon) =>
          (view.building === 0 || talon.buildingId === view.building) && (view.inactive || !talon.deleted),
      ),
    }))
    .filter((doctor) => doctor.schedules.length > 0 || doctor.talons.length > 0)
    .sort((a, b) => a.speciality.localeCompare(b.speciality, 'ru') || a.id - b.id);
}

function hoursOf(doctors) {
  const starts = doctors.flatMap((doctor) => [
    ...doctor.schedules.map((row) => row.start),
    ...doctor.talons.map((talon) => talon.begin),
  ]);
  const ends = doctors.flatMap((doctor) => [
    ...doctor.schedules.map((row) => row.end),
    ...doctor.talons.map((talon) => talon.end),
  ]);
  return {
    start: Math.floor(Math.min(...starts.map(minutesOf)) / 60) * 60,
    end: Math.ceil(Math.max(...ends.map(minutesOf)) / 60) * 60,
  };
}

function heading(day, doctor) {
  const places = doctor.schedules.map((row) => {
    const building = day.buildings.find((one) => one.id === row.buildingId)?.name ?? '';
    return `${building}, ${row.room.toLowerCase().replace('кабинет', 'каб.')}`;
  });
  return el(
    'div',
    { className: 'doctor', title: doctor.name },
    el('strong', {}, shortName(doctor.name)),
    el('span', {}, doctor.speciality || '—'),
    el('span', {}, places.join('; ') || 'нет приёма'),
  );
}

function hours(frame) {
  const marks = [];
  for (let at = frame.start; at < frame.end; at += 60) {
    const style = `top: calc(${at - frame.start} * var(--minute))`;
    marks.push(el('time', { style }, `${String(at / 60).padStart(2, '0')}:00`));
  }
  return el('div', { className: 'hours' }, ...marks);
}

function column(day, view, on, doctor, frame) {
  const place = (row) =>
    `--from: ${minutesOf(row.begin) - frame.start}; --length: ${minutesOf(row.end) - minutesOf(row.begin)}`;
  const slots = doctor.schedules.flatMap((schedule) =>
    schedule.slots.map((slot) => {
      const button = el(
        'button',
        {
          type: 'button',
          className: slot.past ? 'slot past' : 'slot',
          disabled: !slot.free,
          style: place(slot),
          'data-testid': `slot-${doctor.id}-${slot.begin.replace(':', '')}`,
          'data-free': String(slot.free),
          'aria-label': `${slot.begin}, ${doctor.name}, ${slot.free ? 'свободно' : 'занято'}`,
        },
        slot.free ? slot.begin : '',
      );
      button.addEventListener('click', () => on.slot({ doctor, schedule, slot }));
      return button;
    }),
  );
  const talons = doctor.talons.map((talon) => {
    const classes = ['talon', tone(day, talon)];
    // It frees its time: the slot under it must stay within reach, its middle too.
    const narrow = talon.deleted || !talon.holdsSlot;
    if (narrow) classes.push('narrow');
    if (view.moving?.talon.id === talon.id) classes.push('carried');
    const button = el(
      'button',
      {
        type: 'button',
        className: classes.join(' '),
        style: place(talon),
        title: `${talon.begin}–${talon.end} ${talon.patient.name}, ${statusName(day, talon)}`,
        'data-testid': `talon-${talon.id}`,
        'data-status': String(talon.statusId),
      },
      el('b', {}, narrow ? talon.patient.name : `${talon.begin} ${shortName(talon.patient.name)}`),
      el('span', {}, statusName(day, talon)),
    );
    button.addEventListener('click', () => on.talon({ doctor, talon }));
    return button;
  });
  const now = minutesOf(day.now.time) - frame.start;
  const line =
    day.date === day.now.date && now >= 0 && now <= frame.end - frame.start
      ? [el('div', { className: 'now', style: `--from: ${now}` })]
      : [];
  return el('div', { className: 'column' }, ...slots, ...line, ...talons);
}
