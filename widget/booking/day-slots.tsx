import { useState } from 'preact/hooks';
import { formatDate, formatTime } from '../ui/format.ts';
import { placeOf } from './best-slots.tsx';
import { specialityText } from './doctor-search.ts';
import { t } from './messages.ts';
import type { Model } from './model.ts';
import { byDoctor, type DoctorDay, sameOffer, slotTestId } from './slots.ts';

/** With a whole branch in view a doctor's first times are enough; the rest is one click away. */
const FIRST_CHIPS = 7;

export function DaySlots({ model }: { model: Model }) {
  const { schedule } = model;
  const day = schedule.day.value;
  if (day === null) return null;
  const rows = byDoctor(schedule.offers.value, day, model.branch.value.timeZone);
  return (
    <div class="day-slots">
      <h2 class="group-title">{t('slots.of', { day: formatDate(day) })}</h2>
      {rows.map((row) => (
        <DoctorRow key={`${day}-${row.doctorId}`} model={model} row={row} all={rows.length === 1} />
      ))}
    </div>
  );
}

function DoctorRow({ model, row, all }: { model: Model; row: DoctorDay; all: boolean }) {
  const [open, setOpen] = useState(false);
  const { schedule } = model;
  const zone = model.branch.value.timeZone;
  const doctor = schedule.doctorOf(row.doctorId);
  const chosen = schedule.chosen.value;
  const beyond = row.offers.findIndex((offer) => sameOffer(chosen, offer)) >= FIRST_CHIPS;
  const shown = all || open || beyond ? row.offers : row.offers.slice(0, FIRST_CHIPS);
  return (
    <section class="doctor-row" aria-label={doctor?.name}>
      <p class="doctor-row__name">
        {doctor?.name ?? ''}
        <span class="am-small am-muted"> {doctor === undefined ? '' : specialityText(doctor)}</span>
      </p>
      <div class="chips">
        {shown.map((offer) => (
          <button
            key={`${offer.start}${offer.room}`}
            type="button"
            class="chip"
            data-testid={slotTestId(offer, zone)}
            aria-pressed={sameOffer(chosen, offer)}
            aria-description={placeOf(offer)}
            onClick={() => model.pick(offer)}
          >
            {formatTime(offer.start, zone)}
            <span class="chip__place" aria-hidden="true">
              {formatTime(offer.start, zone)}–{formatTime(offer.end, zone)} · {placeOf(offer)}
            </span>
          </button>
        ))}
        {shown.length < row.offers.length ? (
          <button type="button" class="chip chip--more" onClick={() => setOpen(true)}>
            {t('slots.more', { n: row.offers.length - shown.length })}
          </button>
        ) : null}
      </div>
    </section>
  );
}
