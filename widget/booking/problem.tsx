import { Banner } from '../ui/components/banner.tsx';
import { Button } from '../ui/components/button.tsx';
import { formatDateTime } from '../ui/format.ts';
import { errorText } from '../ui/messages.ts';
import { OfferCard } from './best-slots.tsx';
import { isUnanswered } from './idempotency.ts';
import { t } from './messages.ts';
import type { Model } from './model.ts';
import { doublesOf, nearestOf } from './refusal.ts';

/** What happened, what was not done, what to do now; nothing that was typed is touched. */
export function Problem({ model }: { model: Model }) {
  const error = model.submission.error.value;
  if (error === null) return null;
  if (error.code === 'visits.looks_double') {
    const zone = model.branch.value.timeZone;
    return (
      <Banner
        tone="warning"
        testId="book-error"
        action={
          <>
            <Button small testId="confirm-double" onClick={() => void model.submit(true)}>
              {t('double.confirm')}
            </Button>
            <Button small onClick={model.submission.dismiss}>
              {t('double.change')}
            </Button>
          </>
        }
      >
        {t('double.question')}
        {doublesOf(error).map((visit) => (
          <p key={visit.id}>
            {formatDateTime(visit.start, zone)}, {visit.doctorName}
          </p>
        ))}
      </Banner>
    );
  }
  const nearest = nearestOf(error);
  return (
    <>
      <Banner tone="error" testId="book-error">
        {isUnanswered(error) ? t('unanswered') : errorText(error)}
      </Banner>
      {nearest.length === 0 ? null : (
        <div class="nearest">
          <p class="am-small am-muted">{t('nearest')}</p>
          {nearest.map((slot, index) => (
            <OfferCard
              key={`${slot.doctorId}${slot.start}`}
              model={model}
              offer={slot}
              testId={`nearest-${index}`}
              onPick={() => void model.pickNearest(slot)}
            />
          ))}
        </div>
      )}
    </>
  );
}
