import { useCallback, useEffect, useState } from 'preact/hooks';
import type { EventReply, OneEventReply } from '../../../worker/history/events.schemas.ts';
import { Banner, Button, Skeleton } from '../../ui/components/index.ts';
import { formatDateTime } from '../../ui/format.ts';
import { t as shared } from '../../ui/messages.ts';
import { problemText } from '../errors.ts';
import { t } from '../locales/history.ts';
import { useLoaded } from '../shared/use-loaded.ts';
import { useStore } from '../store.ts';
import { Attempts } from './attempts.tsx';
import { Changes } from './changes.tsx';
import { Decision } from './decision.tsx';
import { PlaceLink } from './place-link.tsx';
import { RetryOne } from './retry-one.tsx';
import { zoneOf } from './zone.ts';

/** `onRead`: the line above shows what is known now. */
type Props = { id: string; onRead: (event: EventReply) => void };

export function EventDetail({ id, onRead }: Props) {
  const store = useStore();
  const [fresh, setFresh] = useState<OneEventReply | null>(null);
  const read = useCallback(() => store.api.event(id), [store, id]);
  const [loaded, again] = useLoaded(read);
  const one = fresh ?? (loaded.kind === 'ready' ? loaded.value : null);
  useEffect(() => {
    if (one !== null) onRead(one.event);
  }, [one]);
  if (one === null) {
    return loaded.kind === 'failed' ? (
      <Banner tone="error" testId="error" action={<Button onClick={again}>{shared('retry')}</Button>}>
        {problemText(loaded.error)}
      </Banner>
    ) : (
      <Skeleton height={120} />
    );
  }
  return (
    <>
      <References one={one} />
      <Decision event={one.event} />
      <Changes one={one} />
      <Attempts one={one} />
      <RetryOne one={one} onRead={setFresh} />
    </>
  );
}

function References({ one }: { one: OneEventReply }) {
  const store = useStore();
  const { event, talonId, userId } = one;
  const { visitId, dealId } = event;
  return (
    <p class="st-refs am-small am-muted">
      <span>{formatDateTime(event.at, zoneOf(store, event.branchId))}</span>
      {visitId === null ? null : (
        <PlaceLink to={{ view: 'visit', id: visitId }} testId="to-visit-story">
          {t('ref.visit', { id: talonId ?? visitId })}
        </PlaceLink>
      )}
      {dealId === null ? null : (
        <>
          <PlaceLink to={{ view: 'deal', id: dealId }} testId="to-deal-story">
            {t('ref.deal', { id: dealId })}
          </PlaceLink>
          <DealLink id={dealId} />
        </>
      )}
      {userId === null ? null : <span>{t('ref.user', { name: userId })}</span>}
      <PlaceLink to={{ view: 'event', id: event.id }}>{t('event.link')}</PlaceLink>
    </p>
  );
}

export function DealLink({ id }: { id: number }) {
  const { origin } = useStore().me.account;
  return (
    <a href={`${origin}/leads/detail/${id}`} target="_blank" rel="noreferrer" data-testid="to-deal">
      {t('openDeal')} ↗
    </a>
  );
}
