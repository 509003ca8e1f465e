import { useEffect, useState } from 'preact/hooks';
import { Banner } from '../ui/components/banner.tsx';
import { Button } from '../ui/components/button.tsx';
import { Dialog } from '../ui/components/dialog.tsx';
import { Skeleton } from '../ui/components/skeleton.tsx';
import { t } from './messages.ts';
import type { JournalModel } from './model.ts';

const REVIEWS_EVERY_MS = 120_000;

/** How many visits wait for somebody to say who the patient is; nothing while there are none. */
export function ReviewsButton({ model, onOpen }: { model: JournalModel; onOpen: () => void }) {
  // Each counting asks amoCRM about the candidates: not with every hint.
  const round = Math.floor((model.read.value?.at ?? 0) / REVIEWS_EVERY_MS);
  useEffect(() => void model.countReviews(), [model, round]);
  const count = model.reviews.value;
  return count === 0 ? null : (
    <Button testId="journal-reviews" onClick={onOpen}>
      {t('review', { n: count })}
    </Button>
  );
}

type Queue = typeof import('./review-window.tsx').ReviewWindow;

/** The same queue as in «Состояние», fetched when it is opened. */
export function Reviews(props: { model: JournalModel; onClose: () => void; onChanged: () => void }) {
  const { model, onClose, onChanged } = props;
  const [queue, setQueue] = useState<{ view: Queue } | 'failed' | null>(null);
  useEffect(() => {
    import('./review-window.tsx').then(
      ({ ReviewWindow }) => setQueue({ view: ReviewWindow }),
      () => setQueue('failed'),
    );
  }, []);
  const close = (): void => {
    onClose();
    onChanged();
    void model.countReviews();
  };
  return (
    <Dialog title={t('review.title')} testId="journal-review" onClose={close}>
      {queue === null ? (
        <Skeleton height={160} />
      ) : queue === 'failed' ? (
        <Banner tone="error">{t('code.failed')}</Banner>
      ) : (
        <queue.view api={model.api} me={model.me} />
      )}
    </Dialog>
  );
}
