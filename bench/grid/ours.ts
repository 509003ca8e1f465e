import { h, render } from 'preact';
import { columnOf } from '../../widget/schedule/columns.ts';
import { ScheduleView } from '../../widget/schedule/schedule-view.tsx';
import type { GridVisit } from '../../widget/schedule/types.ts';
import { wallSpan } from '../../widget/schedule/wall.ts';
import '../../widget/ui/styles.css';
import '../../widget/schedule/schedule.css';
import { clinicDay, DAY, type DoctorDay, ZONE } from './clinic-day.ts';
import { measured } from './measured.ts';

/** From what `GET /api/schedule` and `/api/journal` answer to the grid on the screen. */
const day = clinicDay();
const instant = (clock: string): string => `${DAY}T${clock}:00+03:00`;
const shifts = day.map(({ id, room, pieces }) => ({
  doctorId: id,
  date: DAY,
  room,
  buildingName: '',
  intervals: pieces.map(({ start, end, free }) => ({ start: instant(start), end: instant(end), free })),
}));

function visitsOf({ id, pieces }: DoctorDay): GridVisit[] {
  return pieces.flatMap(({ start, end, free, patient }) =>
    free
      ? []
      : {
          id: `${id}-${start}`,
          branchId: 1,
          doctorId: id,
          tone: 'plain' as const,
          title: patient,
          note: 'Запись',
          label: `${start}, ${patient}`,
          movable: true,
          ...wallSpan(instant(start), instant(end)),
        },
  );
}

measured((place) => {
  const columns = day.map((doctor) =>
    columnOf({
      key: `${doctor.id}`,
      branchId: 1,
      title: doctor.name,
      note: `${doctor.speciality}, каб. ${doctor.room}`,
      date: DAY,
      timeZone: ZONE,
      shifts: shifts.filter(({ doctorId }) => doctorId === doctor.id),
      visits: visitsOf(doctor),
      foreign: [],
      now: Date.parse(instant('08:00')),
    }),
  );
  const nothing = (): void => undefined;
  render(
    h(ScheduleView, {
      label: 'Сетка',
      columns,
      mayChoose: true,
      onChoose: nothing,
      onOpen: nothing,
      onDrop: nothing,
    }),
    place,
  );
});
