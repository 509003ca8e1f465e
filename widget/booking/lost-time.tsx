import { useLayoutEffect, useRef } from 'preact/hooks';
import { Banner } from '../ui/components/banner.tsx';
import { formatDateTime } from '../ui/format.ts';
import { OfferCard } from './best-slots.tsx';
import { t } from './messages.ts';
import type { Model } from './model.ts';

/** The chosen time went while the window was open: said at once, with the nearest three to take instead. */
export function LostTime({ model }: { model: Model }) {
  const { schedule } = model;
  const lost = schedule.lost.value;
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    // The chip that had the focus may be gone with its time.
    if (document.activeElement === document.body) box.current?.focus();
  }, []);
  if (lost === null) return null;
  const when = formatDateTime(lost.offer.start, model.branch.value.timeZone);
  return (
    <div ref={box} tabIndex={-1} data-testid="slot-lost">
      <Banner tone="warning">
        {lost.why === 'taken' ? t('slots.taken', { when }) : t('slots.lost', { n: model.minutes.value })}
      </Banner>
      {schedule.nearest.value.length === 0 ? null : (
        <div class="nearest">
          <p class="am-small am-muted">{t('nearest')}</p>
          {schedule.nearest.value.map((offer, index) => (
            <OfferCard
              key={`${offer.doctorId}${offer.start}${offer.room}`}
              model={model}
              offer={offer}
              testId={`nearest-${index}`}
              onPick={() => model.pick(offer)}
            />
          ))}
        </div>
      )}
    </div>
  );
}
