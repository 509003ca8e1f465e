import { Banner } from '../ui/components/banner.tsx';
import { Button } from '../ui/components/button.tsx';
import { Select } from '../ui/components/select.tsx';
import { Skeleton } from '../ui/components/skeleton.tsx';
import { formatTime } from '../ui/format.ts';
import { t as common, errorText } from '../ui/messages.ts';
import { BestSlots } from './best-slots.tsx';
import { DaySlots } from './day-slots.tsx';
import { DayStrip } from './day-strip.tsx';
import { t } from './messages.ts';
import type { Model } from './model.ts';
import { SearchLine, UnderstoodLine } from './search-line.tsx';
import { LazyGrid, WaySwitch } from './ways.tsx';
import { isWish } from './wish.ts';

/** When and by whom: the nearest times at once, everything else narrows them. */
export function WhenColumn({ model }: { model: Model }) {
  const { schedule } = model;
  const zone = model.branch.value.timeZone;
  const error = schedule.error.value;
  return (
    <section
      class="column column--when"
      tabIndex={-1}
      aria-label={t('step.when')}
      aria-busy={schedule.loading.value}
    >
      <div class="filters">
        <SearchLine model={model} />
        {schedule.rooms.value.length < 2 ? null : (
          <Select
            label={t('room')}
            value={schedule.room.value}
            testId="room-select"
            options={[
              { value: '', label: t('room.any') },
              ...schedule.rooms.value.map((room) => ({ value: room, label: room })),
            ]}
            onChange={(room) => {
              schedule.room.value = room;
            }}
          />
        )}
      </div>
      <UnderstoodLine model={model} />
      <WaySwitch model={model} />
      {error === null ? null : (
        <Banner tone="error" action={<Button onClick={() => void model.retry()}>{common('retry')}</Button>}>
          {errorText(error)}
        </Banner>
      )}
      {model.grid.way.value === 'nearest' ? <Nearest model={model} /> : <LazyGrid model={model} />}
      {schedule.asOf.value === null || schedule.loading.value ? null : (
        <p class="am-small am-muted">{t('slots.asOf', { time: formatTime(schedule.asOf.value, zone) })}</p>
      )}
    </section>
  );
}

/** The first way to a time: whatever is free soonest. */
function Nearest({ model }: { model: Model }) {
  const { schedule } = model;
  const isEmpty = schedule.slots.value.length === 0;
  return (
    <>
      {schedule.loading.value && isEmpty ? <SlotsSkeleton /> : null}
      {!schedule.loading.value && schedule.error.value === null ? <Emptiness model={model} /> : null}
      {isEmpty ? null : (
        <>
          <BestSlots model={model} />
          <DayStrip model={model} />
          <DaySlots model={model} />
        </>
      )}
    </>
  );
}

/** Why there is nothing to choose; says what to do instead of showing an empty space. */
function Emptiness({ model }: { model: Model }) {
  const { schedule } = model;
  if (schedule.offers.value.length > 0) return null;
  if (!schedule.published.value && schedule.slots.value.length === 0)
    return <Banner tone="warning">{t('slots.noSchedule')}</Banner>;
  const tooLong = schedule.slots.value.length > 0 && model.minutes.value > 0 && !isWish(schedule.wish.value);
  return (
    <>
      <Banner tone="info">
        {tooLong ? t('slots.tooLong', { n: model.minutes.value }) : t('slots.none')}
      </Banner>
      {schedule.slots.value.length === 0 ? <DayStrip model={model} /> : null}
    </>
  );
}

function SlotsSkeleton() {
  return (
    <>
      <Skeleton height={84} />
      <Skeleton height={64} />
      <Skeleton height={180} />
    </>
  );
}
