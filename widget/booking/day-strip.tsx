import { formatDate, weekdayName } from '../ui/format.ts';
import { t } from './messages.ts';
import type { Model } from './model.ts';

/** The days of the window with what is free on each, and the way to the next ones. */
export function DayStrip({ model }: { model: Model }) {
  const { schedule } = model;
  const current = schedule.day.value;
  return (
    <section aria-label={t('days')}>
      <div class="days__head">
        <h2 class="group-title">{t('days')}</h2>
        {schedule.weeks.value === 0 ? null : (
          <button
            type="button"
            class="days__turn"
            data-testid="days-earlier"
            onClick={() => void schedule.turn(-1)}
          >
            ‹ {t('days.earlier')}
          </button>
        )}
        <button
          type="button"
          class="days__turn"
          data-testid="days-later"
          onClick={() => void schedule.turn(1)}
        >
          {t('days.later')} ›
        </button>
      </div>
      <div class="days">
        {schedule.strip.value.map(({ date, count }) => (
          <button
            key={date}
            type="button"
            class="days__day"
            data-testid={`day-${date}`}
            disabled={count === 0}
            aria-pressed={date === current}
            onClick={() => {
              schedule.pickedDay.value = date;
            }}
          >
            <span class="am-sr-only">
              {`${formatDate(date)}: ${count === 0 ? t('days.none') : t('days.free', { n: count })}`}
            </span>
            <span class="days__name" aria-hidden="true">
              {weekdayName(new Date(`${date}T12:00:00Z`).getUTCDay())}
            </span>
            <span class="days__number" aria-hidden="true">
              {Number(date.slice(8))}
            </span>
            <span class="days__count" aria-hidden="true">
              {count === 0 ? t('days.none') : count}
            </span>
          </button>
        ))}
      </div>
    </section>
  );
}
