import type { ComponentChildren } from 'preact';
import { Button } from '../ui/components/button.tsx';
import { formatDateTime, formatTime } from '../ui/format.ts';
import { placeOf } from './best-slots.tsx';
import { Checking } from './checking.tsx';
import { LostTime } from './lost-time.tsx';
import { t } from './messages.ts';
import type { Model } from './model.ts';
import { Problem } from './problem.tsx';
import { facts } from './services-picker.tsx';

/** What is about to happen, and the one big button. */
export function SummaryColumn({ model }: { model: Model }) {
  const { visit, schedule, services, submission } = model;
  const zone = model.branch.value.timeZone;
  const slot = schedule.chosen.value;
  const phase = submission.phase.value;
  const doctor = slot === null ? undefined : schedule.doctorOf(slot.doctorId);
  const chosen = services.chosen.value;
  return (
    <section class="column column--summary" tabIndex={-1} aria-label={t('summary')}>
      <dl class="summary">
        {visit === null ? (
          <Row name={t('summary.who')}>{model.patients.name()}</Row>
        ) : (
          <Row name={t('summary.before')}>
            {formatDateTime(visit.start, zone)}, {visit.doctorName}
          </Row>
        )}
        <Row name={t('summary.when')} strong={slot !== null}>
          {slot !== null
            ? `${formatDateTime(slot.start, zone)}–${formatTime(slot.end, zone)}`
            : visit === null
              ? ''
              : t('summary.sameTime')}
        </Row>
        {visit !== null && slot === null ? null : (
          <>
            <Row name={t('summary.doctor')}>{doctor?.name ?? ''}</Row>
            <Row name={t('summary.where')}>
              {slot === null ? '' : placeOf(slot, model.branch.value.title)}
            </Row>
          </>
        )}
        {chosen.length > 0 ? (
          <Row name={t('summary.services')}>
            {t('services.total', { n: chosen.length })} ·{' '}
            {facts(services.minutes.value, services.price.value)}
          </Row>
        ) : null}
      </dl>
      {schedule.lost.value !== null && submission.error.value === null ? <LostTime model={model} /> : null}
      <Problem model={model} />
      {phase.kind === 'checking' ? (
        <Checking since={phase.since} />
      ) : (
        <div class="submit">
          {model.missing.value === null ? null : (
            <p class="submit__missing" role="alert">
              {model.missing.value}
            </p>
          )}
          <Button
            kind="primary"
            wide
            busy={phase.kind === 'sending'}
            testId={visit === null ? 'book-submit' : 'move-submit'}
            onClick={() => void submit(model)}
          >
            {t(visit === null ? 'book' : slot === null && model.hasRest.value ? 'saveChanges' : 'move')}
          </Button>
          <span class="am-sr-only" role="status">
            {phase.kind === 'sending' ? t('sending') : ''}
          </span>
        </div>
      )}
    </section>
  );
}

/** What is still missing has the focus at once. */
async function submit(model: Model): Promise<void> {
  await model.submit(false);
  if (model.missing.value === null) return;
  requestAnimationFrame(() => {
    const place = document.querySelector(`.column--${model.step.value}`);
    const wrong = place?.querySelector<HTMLElement>('[aria-invalid="true"]');
    const missing = 'input[name="patient"], [data-testid="best-slot-0"]';
    (wrong ?? place?.querySelector<HTMLElement>(missing))?.focus();
  });
}

function Row(props: { name: string; strong?: boolean; children: ComponentChildren }) {
  const empty = props.children === '' || props.children === undefined;
  return (
    <div class="summary__row">
      <dt>{props.name}</dt>
      <dd class={empty ? 'am-muted' : props.strong ? 'summary__strong' : ''}>
        {empty ? t('summary.missing') : props.children}
      </dd>
    </div>
  );
}
