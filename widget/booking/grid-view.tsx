import { useMemo, useRef } from 'preact/hooks';
import '../schedule/schedule.css';
import { columnOf } from '../schedule/columns.ts';
import { keepSame } from '../schedule/same.ts';
import { ScheduleView } from '../schedule/schedule-view.tsx';
import type { Column, GridVisit, Span } from '../schedule/types.ts';
import { wallDate, wallSpan } from '../schedule/wall.ts';
import { Banner } from '../ui/components/banner.tsx';
import { Button } from '../ui/components/button.tsx';
import { Select } from '../ui/components/select.tsx';
import { Skeleton } from '../ui/components/skeleton.tsx';
import { formatDate, formatDateTime, shortName } from '../ui/format.ts';
import { t as common, errorText } from '../ui/messages.ts';
import { specialityText } from './doctor-search.ts';
import { t } from './messages.ts';
import type { Model } from './model.ts';

/** A doctor's week, or a day with doctors as columns; free time that is long enough can be chosen. */
export function GridView({ model }: { model: Model }) {
  const { grid, schedule } = model;
  const isWeek = grid.way.value === 'week';
  const shown = grid.shown.value;
  const before = useRef<readonly Column[]>([]);
  const columns = useMemo(() => {
    const now = Date.now();
    const made = isWeek ? weekColumns(model, now) : dayColumns(model, now);
    before.current = keepSame(before.current, made);
    return before.current;
  }, [shown, isWeek, grid.from.value]);
  const error = grid.error.value;
  const { from, to } = { from: grid.from.value, to: grid.to.value };
  return (
    <div class="grid-view" aria-busy={grid.loading.value}>
      <div class="grid-view__bar">
        {isWeek ? <DoctorSelect model={model} /> : null}
        <Turn model={model} by={isWeek ? -7 : -1} label={t(isWeek ? 'grid.weekBefore' : 'grid.dayBefore')}>
          ‹
        </Turn>
        <strong class="grid-view__days" role="status">
          {isWeek ? `${formatDate(from)} – ${formatDate(to)}` : formatDate(from)}
        </strong>
        <Turn model={model} by={isWeek ? 7 : 1} label={t(isWeek ? 'grid.weekAfter' : 'grid.dayAfter')}>
          ›
        </Turn>
      </div>
      {error === null ? null : (
        <Banner tone="error" action={<Button onClick={() => void grid.load()}>{common('retry')}</Button>}>
          {errorText(error)}
        </Banner>
      )}
      {grid.loading.value && shown.length === 0 ? <Skeleton height={420} /> : null}
      {error !== null || (grid.loading.value && shown.length === 0) ? null : shown.length === 0 ? (
        <Banner tone="info">{t(isWeek ? 'grid.noWeek' : 'grid.noDay')}</Banner>
      ) : (
        <ScheduleView
          label={t(isWeek ? 'way.week' : 'way.day')}
          columns={columns}
          minutes={model.minutes.value}
          mayChoose
          chosen={chosenIn(model, isWeek)}
          onChoose={({ slot }) => model.pick({ ...slot })}
          // It is open already.
          onOpen={() => {}}
          onDrop={(_, { slot }) => model.pick({ ...slot })}
        />
      )}
      {schedule.offers.value.length > 0 || shown.length > 0 ? null : (
        <p class="am-small am-muted">{t('slots.none')}</p>
      )}
    </div>
  );
}

function DoctorSelect({ model }: { model: Model }) {
  const { grid, schedule, search } = model;
  const doctors = schedule.doctors.value.filter(({ bookable }) => bookable);
  return (
    <Select
      label={t('grid.doctor')}
      quietLabel
      testId="grid-doctor"
      value={String(grid.doctorId.value ?? '')}
      options={doctors.map((doctor) => ({
        value: String(doctor.id),
        label: `${shortName(doctor.name)}, ${specialityText(doctor)}`,
      }))}
      onChange={(value) => {
        grid.chooseDoctor(Number(value));
        // Named in the search line: that is what the line says from now on.
        if (schedule.target.value.kind === 'doctor') void search.pick(`d${value}`);
      }}
    />
  );
}

function Turn(props: { model: Model; by: number; label: string; children: string }) {
  const { grid } = props.model;
  return (
    <button
      type="button"
      class="grid-view__turn"
      aria-label={props.label}
      title={props.label}
      data-testid={props.by < 0 ? 'grid-before' : 'grid-after'}
      disabled={props.by < 0 && grid.from.value <= grid.today.value}
      onClick={() => grid.turn(props.by)}
    >
      {props.children}
    </button>
  );
}

/** The visit that is being moved, where it stands now: to be dragged, and so that its time is not taken for somebody's. */
function visitsOn(date: string, doctorId: number | null, model: Model): GridVisit[] {
  const { visit, patientName } = model;
  if (visit === null || visit.doctorId !== doctorId || wallDate(visit.start) !== date) return [];
  const { id, branchId, start, end, statusName } = visit;
  const title = patientName === '' ? t('summary.before') : shortName(patientName);
  const label = [t('summary.before'), formatDateTime(start, model.branch.value.timeZone), patientName].filter(
    (part) => part !== '',
  );
  return [
    {
      ...{ id, branchId, doctorId, ...wallSpan(start, end), tone: 'own', movable: true },
      ...{ title, note: statusName, label: label.join(', ') },
    },
  ];
}

function weekColumns(model: Model, now: number): Column[] {
  const { grid, branch } = model;
  return grid.dates.value.map((date) => {
    const shifts = grid.shown.value.filter((shift) => shift.date === date);
    return columnOf({
      ...{
        key: date,
        branchId: branch.value.id,
        title: formatDate(date),
        date,
        timeZone: branch.value.timeZone,
      },
      note: [...new Set(shifts.map(({ room }) => room))].join(', '),
      ...{ shifts, visits: visitsOn(date, grid.doctorId.value, model), foreign: [], now },
    });
  });
}

function dayColumns(model: Model, now: number): Column[] {
  const { grid, schedule, branch } = model;
  const byDoctor = Map.groupBy(grid.shown.value, ({ doctorId }) => doctorId);
  return [...byDoctor]
    .flatMap(([id, shifts]) => {
      const doctor = schedule.doctorOf(id);
      return doctor === undefined ? [] : [{ doctor, shifts }];
    })
    .sort((a, b) => a.doctor.name.localeCompare(b.doctor.name, 'ru'))
    .map(({ doctor, shifts }) =>
      columnOf({
        ...{ key: String(doctor.id), branchId: branch.value.id, title: shortName(doctor.name) },
        note: specialityText(doctor),
        ...{ date: grid.from.value, timeZone: branch.value.timeZone, shifts, now },
        ...{ visits: visitsOn(grid.from.value, doctor.id, model), foreign: [] },
      }),
    );
}

function chosenIn({ schedule }: Model, isWeek: boolean): { columnKey: string; span: Span } | null {
  const chosen = schedule.chosen.value;
  if (chosen === null) return null;
  return {
    columnKey: isWeek ? wallDate(chosen.start) : String(chosen.doctorId),
    span: wallSpan(chosen.start, chosen.end),
  };
}
