import { Button } from '../ui/components/button.tsx';
import { addDays, formatDate } from '../ui/format.ts';
import type { Place } from './address.ts';
import { t } from './messages.ts';
import type { JournalModel } from './model.ts';
import { ReviewsButton } from './reviews.tsx';

type Props = {
  model: JournalModel;
  /** null: somebody who only looks. */
  onBook: (() => void) | null;
  onReviews: () => void;
  /** null: in a tab of its own. */
  onClose: (() => void) | null;
};

/** Which days, how cut, and the way to everything that needs no grid. */
export function Head({ model, onBook, onReviews, onClose }: Props) {
  return (
    <header class={onClose === null ? 'jr-head' : 'jr-head jr-head--framed'}>
      <h1>{t('title')}</h1>
      <DayTurner model={model} />
      <Switch
        label={t('view.label')}
        value={model.place.value.view}
        options={['day', 'week'] as const}
        name={(view) => t(`view.${view}`)}
        onChange={(view) => model.go({ view })}
      />
      <Switch
        label={t('by.label')}
        value={model.place.value.by}
        options={['doctor', 'room', ...(model.enabled.length > 1 ? (['branch'] as const) : [])] as const}
        name={(by) => t(`by.${by}`)}
        onChange={(by) => model.go({ by })}
      />
      {onBook === null ? null : (
        <div class="jr-head__actions">
          <ReviewsButton model={model} onOpen={onReviews} />
          <Button kind="primary" testId="journal-book" onClick={onBook}>
            {t('book')}
          </Button>
        </div>
      )}
      {onClose === null ? null : (
        <button
          type="button"
          class="jr-close"
          aria-label={t('close')}
          data-testid="journal-close"
          onClick={onClose}
        >
          ×
        </button>
      )}
    </header>
  );
}

function DayTurner({ model }: { model: JournalModel }) {
  const day = model.day.value;
  const days = model.days.value;
  const turn = (step: number): void => model.go({ day: addDays(day, step * days.length) });
  const text =
    days.length === 1 ? formatDate(day) : `${formatDate(days[0] ?? '')} – ${formatDate(days.at(-1) ?? '')}`;
  return (
    <div class="jr-days">
      <Button aria-label={t('earlier')} testId="journal-earlier" onClick={() => turn(-1)}>
        ‹
      </Button>
      <label class="jr-date">
        <span class="am-sr-only">{t('date')}</span>
        <span aria-live="polite" data-testid="journal-period">
          {text}
        </span>
        <input
          type="date"
          class="jr-date__input"
          value={day}
          data-testid="journal-date"
          onClick={(event) => showPicker(event.currentTarget)}
          onChange={(event) => {
            if (event.currentTarget.value !== '') model.go({ day: event.currentTarget.value });
          }}
        />
      </label>
      <Button aria-label={t('later')} testId="journal-later" onClick={() => turn(1)}>
        ›
      </Button>
      <Button kind="quiet" testId="journal-today" onClick={() => model.go({ day: null })}>
        {t('today')}
      </Button>
    </div>
  );
}

/** The whole field opens the calendar; a frame of another origin may not be allowed to, then the field itself is there. */
function showPicker(input: HTMLInputElement): void {
  try {
    input.showPicker();
  } catch {
    input.focus();
  }
}

function Switch<Value extends Place['view'] | Place['by']>(props: {
  label: string;
  value: Value;
  options: readonly Value[];
  name: (value: Value) => string;
  onChange: (value: Value) => void;
}) {
  return (
    <fieldset class="jr-switch">
      <legend class="am-sr-only">{props.label}</legend>
      {props.options.map((option) => (
        <button
          key={option}
          type="button"
          aria-pressed={option === props.value}
          data-testid={`journal-${option}`}
          onClick={() => props.onChange(option)}
        >
          {props.name(option)}
        </button>
      ))}
    </fieldset>
  );
}
