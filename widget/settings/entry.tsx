import { Banner, Button, Skeleton } from '../ui/components/index.ts';
import type { ApiError } from '../ui/http.ts';
import { t as shared } from '../ui/messages.ts';
import { problemText } from './errors.ts';
import { t } from './locales/common.ts';

/** Before a session is there: the page in its final proportions, so that nothing jumps. */
export function Opening() {
  return (
    <div class="st-page" aria-busy="true">
      <p class="am-sr-only" role="status">
        {t('opening')}
      </p>
      <div class="st-nav">
        <Skeleton height={280} />
      </div>
      <div class="st-main">
        <Skeleton height={28} width="40%" />
        <Skeleton height={120} />
        <Skeleton height={220} />
      </div>
    </div>
  );
}

export function Closed(props: { reason: ApiError | null; onRetry: (() => void) | null }) {
  const { reason, onRetry } = props;
  return (
    <main class="st-closed">
      <h1>{reason === null ? shared('openFromAmo') : t('title')}</h1>
      {reason === null ? (
        <p>{shared('openFromAmoHint')}</p>
      ) : (
        <Banner
          tone="error"
          testId="error"
          action={onRetry === null ? undefined : <Button onClick={onRetry}>{shared('retry')}</Button>}
        >
          {reason.status === 403 ? t('forbidden') : problemText(reason)}
        </Banner>
      )}
    </main>
  );
}
