import { clockOf } from '../schedule/wall.ts';
import { Button } from '../ui/components/button.tsx';
import { Combobox } from '../ui/components/combobox.tsx';
import { dateIn, formatDate, weekdayName } from '../ui/format.ts';
import { doctorOptions } from './doctor-search.ts';
import { t } from './messages.ts';
import type { Model } from './model.ts';
import type { Part } from './phrase/phrase.ts';
import { isWish } from './wish.ts';

/** «невролог завтра после 17 центр»: one line for everything, and below it what was understood. */
export function SearchLine({ model }: { model: Model }) {
  const { schedule, search } = model;
  const isNew = model.visit === null;
  const isEmpty = search.text.value === '';
  const options = doctorOptions(schedule.doctors.value, search.sought.value.join(' '), {
    specialities: t('doctor.specialities'),
    doctors: t('doctor.doctors'),
    notBookable: t('doctor.notBookable'),
  });
  // A day or a place was said, and nothing that the list could still answer: the parts below are what counts.
  const isSaid = search.phrase.value.parts.some(
    ({ part }) => part.kind !== 'doctor' && part.kind !== 'speciality',
  );
  const isAsked = search.phrase.value.unknown.length > 0 && options.length > 0;
  return (
    <Combobox
      label={t(isNew ? 'doctor' : 'doctor.move')}
      placeholder={t(isNew ? 'doctor.placeholder' : 'doctor.movePlaceholder')}
      query={search.text.value}
      loading={schedule.doctors.value.length === 0}
      testId="doctor-input"
      optionTestId={(id) =>
        id.startsWith('d') ? `doctor-option-${id.slice(1)}` : `speciality-option-${id.slice(1)}`
      }
      quiet={isSaid && !isAsked}
      options={options}
      onQuery={search.type}
      onPick={(id) => void search.pick(id)}
      onClear={isEmpty ? undefined : () => void search.clear()}
    />
  );
}

/** Each part that was understood can be taken out; what was not is named. */
export function UnderstoodLine({ model }: { model: Model }) {
  const { schedule, search } = model;
  const { parts } = search.phrase.value;
  const unknown = search.unknown.value;
  const nothing = isWish(schedule.wish.value) && !schedule.loading.value && schedule.best.value.length === 0;
  return (
    <div class="understood">
      {parts.length === 0 ? null : (
        <ul class="understood__parts" aria-label={t('phrase.understood')} data-testid="wish">
          {parts.map((understood) => {
            const text = partText(understood.part, model);
            return (
              <li key={`${understood.part.kind}${text}`} class={`part part--${understood.part.kind}`}>
                <span>{text}</span>
                <button
                  type="button"
                  class="part__remove"
                  aria-label={t('phrase.remove', { part: text })}
                  data-testid={`part-remove-${understood.part.kind}`}
                  onClick={() => void search.remove(understood)}
                >
                  ×
                </button>
              </li>
            );
          })}
        </ul>
      )}
      <p class="understood__note" role="status">
        {unknown.length === 0 ? null : (
          <span data-testid="phrase-unknown">
            {t('phrase.unknown', { words: unknown.map((word) => `«${word}»`).join(', ') })}
          </span>
        )}
        {nothing ? <span data-testid="wish-none">{t('wish.none')}</span> : null}
      </p>
      {nothing ? (
        <Button small kind="quiet" testId="wish-clear" onClick={() => void search.anyTime()}>
          {t('wish.clear')}
        </Button>
      ) : null}
    </div>
  );
}

function partText(part: Part, model: Model): string {
  switch (part.kind) {
    case 'doctor':
      return part.bookable ? part.name : `${part.name}: ${t('doctor.notBookable')}`;
    case 'speciality':
    case 'branch':
    case 'room':
      return part.name;
    case 'weekdays':
      return part.days.length === 5 ? t('phrase.workdays') : part.days.map(weekdayName).join(', ');
    case 'days':
      return daysText(part.from, part.to, dateIn(Date.now(), model.branch.value.timeZone));
    case 'hours':
      return [
        part.after === null ? '' : t('wish.after', { time: clockOf(part.after) }),
        part.before === null ? '' : t('wish.before', { time: clockOf(part.before) }),
      ]
        .filter((word) => word !== '')
        .join(' ');
  }
}

function daysText(from: string, to: string, today: string): string {
  if (from === to) return from === today ? t('phrase.today', { day: formatDate(from) }) : formatDate(from);
  return `${formatDate(from)} – ${formatDate(to)}`;
}
