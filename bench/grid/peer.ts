import { createCalendar, Interaction, ResourceTimeGrid } from '@event-calendar/core';
import '@event-calendar/core/index.css';
import { clinicDay, DAY } from './clinic-day.ts';
import { measured } from './measured.ts';

/** The same day in `@event-calendar/core`: visits as events, free time as background events (`#visits`: without them). */
const day = clinicDay();
const withFree = location.hash !== '#visits';
const local = (clock: string): string => `${DAY}T${clock}:00`;

measured((place) => {
  createCalendar(place, [ResourceTimeGrid, Interaction], {
    view: 'resourceTimeGridDay',
    date: DAY,
    slotMinTime: '09:00',
    slotMaxTime: '18:00',
    slotDuration: '00:30',
    slotHeight: 33,
    columnWidth: '152px',
    headerToolbar: { start: '', center: '', end: '' },
    allDaySlot: false,
    nowIndicator: true,
    editable: true,
    height: '100%',
    resources: day.map(({ id, name, speciality, room }) => ({
      id,
      title: `${name}, ${speciality}, каб. ${room}`,
    })),
    events: day.flatMap(({ id, pieces }) =>
      pieces
        .filter(({ free }) => withFree || !free)
        .map(({ start, end, free, patient }) => ({
          id: `${id}-${start}`,
          resourceIds: [id],
          start: local(start),
          end: local(end),
          title: free ? '' : patient,
          ...(free ? { display: 'background' as const } : {}),
        })),
    ),
  });
});
