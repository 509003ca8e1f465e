import { useState } from 'preact/hooks';
import type { EventReply } from '../../../worker/history/events.schemas.ts';
import { t } from '../locales/history.ts';
import { SectionHead } from '../shared/section-head.tsx';
import { EventDetail } from './event-detail.tsx';
import { OutcomeBadge } from './event-item.tsx';
import { headline } from './headline.ts';
import { noFilter } from './history-query.ts';
import { PlaceLink } from './place-link.tsx';

/** One event by its address: what a colleague was sent a link to. */
export function OneEventView({ id }: { id: string }) {
  const [event, setEvent] = useState<EventReply | null>(null);
  return (
    <>
      <SectionHead title={t('event.title')} intro={t('event.id', { id })} />
      <p class="st-back">
        <PlaceLink to={{ view: 'list', filter: noFilter }} testId="history-back">
          ← {t('back')}
        </PlaceLink>
      </p>
      <article class="st-card st-one-event" data-testid="one-event">
        {event === null ? null : (
          <p class="st-one-event__head">
            <strong>{headline(event)}</strong> <OutcomeBadge event={event} />
          </p>
        )}
        <div class="st-event__detail">
          <EventDetail id={id} onRead={setEvent} />
        </div>
      </article>
    </>
  );
}
