import { Skeleton } from '../ui/components/skeleton.tsx';
import { formatPhone } from '../ui/format.ts';
import { t } from './messages.ts';
import type { CardContact } from './use-panel-data.ts';

/** Whom the deal is about, as amoCRM knows the person; what is missing is said before anybody starts to book. */
export function PersonLine({ contact }: { contact: CardContact | null }) {
  if (contact === null) {
    return (
      <p class="person person--missing" data-testid="panel-person">
        {t('noContact')}
      </p>
    );
  }
  return (
    <p class="person" data-testid="panel-person">
      <span class="person__name">{contact.name === '' ? t('noName') : contact.name}</span>
      <span class="muted">{contact.phone === '' ? t('noPhone') : formatPhone(contact.phone)}</span>
    </p>
  );
}

export function PersonSkeleton() {
  return (
    <div class="person">
      <Skeleton width="70%" height={16} />
      <Skeleton width="45%" height={14} />
    </div>
  );
}
