import { useState } from 'preact/hooks';
import { Banner } from '../ui/components/banner.tsx';
import { Button } from '../ui/components/button.tsx';
import { Combobox } from '../ui/components/combobox.tsx';
import { Select } from '../ui/components/select.tsx';
import { Skeleton } from '../ui/components/skeleton.tsx';
import { dateIn, formatDate, formatTime } from '../ui/format.ts';
import { t as common, errorText } from '../ui/messages.ts';
import { BestSlots } from './best-slots.tsx';
import { DaySlots } from './day-slots.tsx';
import { DayStrip } from './day-strip.tsx';
import { doctorOptions, namedSpeciality, targetOf, targetText } from './doctor-search.ts';
import { t } from './messages.ts';
import type { Model } from './model.ts';
import { clockText, noWish, parseWish } from './wish.ts';

/** When and by whom: the nearest times at once, everything else narrows them. */
export function WhenColumn({ model }: { model: Model }) {
  const { schedule } = model;
  const zone = model.branch.value.timeZone;
  const error = schedule.error.value;
  return (
    <section class="column column--when" aria-label={t('step.when')} aria-busy={schedule.loading.value}>
      <div class="filters">
        <DoctorInput model={model} />
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
      <WishLine model={model} />
      {error === null ? null : (
        <Banner tone="error" action={<Button onClick={() => void schedule.load()}>{common('retry')}</Button>}>
          {errorText(error)}
        </Banner>
      )}
      {schedule.loading.value && schedule.slots.value.length === 0 ? <SlotsSkeleton /> : null}
      {!schedule.loading.value && error === null ? <Emptiness model={model} /> : null}
      {schedule.slots.value.length === 0 ? null : (
        <>
          <BestSlots model={model} />
          <DayStrip model={model} />
          <DaySlots model={model} />
        </>
      )}
      {schedule.asOf.value === null || schedule.loading.value ? null : (
        <p class="am-small am-muted">{t('slots.asOf', { time: formatTime(schedule.asOf.value, zone) })}</p>
      )}
    </section>
  );
}

function DoctorInput({ model }: { model: Model }) {
  const { schedule } = model;
  /** null: nothing is being typed, the input shows what is chosen. */
  const [typed, setTyped] = useState<string | null>(null);
  const today = dateIn(Date.now(), model.branch.value.timeZone);
  const chosen = targetText(schedule.doctors.value, schedule.target.value);
  return (
    <Combobox
      label={t('doctor')}
      placeholder={t('doctor.placeholder')}
      query={typed ?? chosen}
      loading={schedule.doctors.value.length === 0}
      testId="doctor-input"
      optionTestId={(id) =>
        id.startsWith('d') ? `doctor-option-${id.slice(1)}` : `speciality-option-${id.slice(1)}`
      }
      options={doctorOptions(schedule.doctors.value, parseWish(typed ?? '', today).text, {
        specialities: t('doctor.specialities'),
        doctors: t('doctor.doctors'),
        notBookable: t('doctor.notBookable'),
      })}
      onQuery={(text) => {
        setTyped(text);
        const { wish, text: who } = parseWish(text, today);
        if (JSON.stringify(wish) !== JSON.stringify(schedule.wish.value)) schedule.setWish(wish);
        const named = namedSpeciality(schedule.doctors.value, who);
        if (named !== null && JSON.stringify(named) !== JSON.stringify(schedule.target.value)) {
          void schedule.aim(named);
        }
        if (text === '' && schedule.target.value.kind !== 'any') void schedule.aim({ kind: 'any' });
      }}
      onPick={(id) => {
        setTyped(null);
        void schedule.aim(targetOf(id));
      }}
      onClear={
        chosen === '' && (typed ?? '') === '' && schedule.wish.value === noWish
          ? undefined
          : () => {
              setTyped(null);
              schedule.wish.value = noWish;
              void schedule.aim({ kind: 'any' });
            }
      }
    />
  );
}

/** What was understood of «завтра после 17», and the way back to all times. */
function WishLine({ model }: { model: Model }) {
  const { date, after, before } = model.schedule.wish.value;
  const parts = [
    date === null ? '' : formatDate(date),
    after === null ? '' : t('wish.after', { time: clockText(after) }),
    before === null ? '' : t('wish.before', { time: clockText(before) }),
  ].filter((part) => part !== '');
  if (parts.length === 0) return null;
  const nothing = !model.schedule.loading.value && model.schedule.best.value.length === 0;
  return (
    <p class="wish" role="status" data-testid="wish">
      {t(nothing ? 'wish.none' : 'wish.only', { wish: parts.join(', ') })}
      <Button small kind="quiet" testId="wish-clear" onClick={() => model.schedule.setWish(noWish)}>
        {t('wish.clear')}
      </Button>
    </p>
  );
}

/** Why there is nothing to choose; says what to do instead of showing an empty space. */
function Emptiness({ model }: { model: Model }) {
  const { schedule } = model;
  if (schedule.offers.value.length > 0) return null;
  if (!schedule.published.value && schedule.slots.value.length === 0)
    return <Banner tone="warning">{t('slots.noSchedule')}</Banner>;
  const wished = schedule.wish.value !== noWish;
  const tooLong = schedule.slots.value.length > 0 && model.minutes.value > 0 && !wished;
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
