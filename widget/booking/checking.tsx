import { useEffect, useState } from 'preact/hooks';
import { Spinner } from '../ui/components/spinner.tsx';
import { t } from './messages.ts';

/** After this long nobody should have to sit in front of it. */
const LEAVE_AFTER_S = 10;

/** «проверяем…»: how long it takes already, and that it need not be waited for. */
export function Checking({ since }: { since: number }) {
  const [now, setNow] = useState(since);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.round((now - since) / 1_000));
  return (
    <div class="checking" data-testid="book-checking">
      <Spinner />
      <div>
        <p role="status">
          <strong class="checking__title">{t('checking.title')}</strong>
          <br />
          {t('checking.text')}
        </p>
        <p class={seconds < LEAVE_AFTER_S ? 'am-muted' : ''} role="status">
          {t(seconds < LEAVE_AFTER_S ? 'checking.later' : 'checking.leave')}
        </p>
        <p class="am-small am-muted" aria-hidden="true">
          {t('checking.seconds', { n: seconds })}
        </p>
      </div>
    </div>
  );
}
