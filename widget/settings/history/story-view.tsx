import { useCallback } from 'preact/hooks';
import type { EventReply, EventsQuery, EventsReply } from '../../../worker/history/events.schemas.ts';
import { Button } from '../../ui/components/index.ts';
import { formatDateTime, formatDay } from '../../ui/format.ts';
import { t } from '../locales/history.ts';
import { LoadedGate } from '../shared/loaded-gate.tsx';
import { NextPage } from '../shared/next-page.tsx';
import { SectionHead } from '../shared/section-head.tsx';
import { useLoaded } from '../shared/use-loaded.ts';
import { usePages } from '../shared/use-pages.ts';
import { useStore } from '../store.ts';
import type { HistoryPlace } from './address.ts';
import { DealLink } from './event-detail.tsx';
import { EventItem } from './event-item.tsx';
import { noFilter } from './history-query.ts';
import { PlaceLink } from './place-link.tsx';
import { zoneOf } from './zone.ts';

type Subject = Extract<HistoryPlace, { view: 'visit' | 'deal' }>;

/** All that happened to one visit or one deal, from the first event to the last. */
export function StoryView({ of }: { of: Subject }) {
  const store = useStore();
  const query: EventsQuery = of.view === 'visit' ? { visit: of.id } : { deal: of.id };
  const read = useCallback(() => store.api.events({ ...query, order: 'oldest' }), [store, of.view, of.id]);
  const [loaded, again] = useLoaded(read);
  return (
    <>
      <SectionHead
        title={t(of.view === 'visit' ? 'story.visit' : 'story.deal')}
        intro={t('story.intro')}
        action={
          <Button busy={loaded.kind === 'loading'} onClick={again} testId="story-refresh">
            {t('story.refresh')}
          </Button>
        }
      />
      <p class="st-back">
        <PlaceLink to={{ view: 'list', filter: noFilter }} testId="history-back">
          ← {t('back')}
        </PlaceLink>
      </p>
      {of.view === 'visit' ? <VisitHead id={of.id} /> : <DealHead id={of.id} />}
      <LoadedGate loaded={loaded} onRetry={again}>
        {(first) => <TimeLine first={first} query={query} />}
      </LoadedGate>
    </>
  );
}

function DealHead({ id }: { id: number }) {
  return (
    <p class="st-card st-subject" data-testid="story-subject">
      <strong>{t('story.deal.title', { id })}</strong>
      <DealLink id={id} />
    </p>
  );
}

/** What the visit is now; a silent clinic hides this line's details, not the story. */
function VisitHead({ id }: { id: string }) {
  const store = useStore();
  const read = useCallback(() => store.api.visit(id), [store, id]);
  const [loaded] = useLoaded(read);
  const visit = loaded.kind === 'ready' ? loaded.value.visit : null;
  return (
    <p class="st-card st-subject" data-testid="story-subject">
      <strong>{t('story.visit.title', { id: visit?.talonId ?? id })}</strong>
      {visit === null ? null : (
        <>
          <span>{formatDateTime(visit.start, zoneOf(store, visit.branchId))}</span>
          <span>{visit.doctorName}</span>
          <span>{t('story.now', { status: visit.statusName })}</span>
          {visit.dealId === null ? null : (
            <>
              <PlaceLink to={{ view: 'deal', id: visit.dealId }} testId="to-deal-story">
                {t('story.deal')}
              </PlaceLink>
              <DealLink id={visit.dealId} />
            </>
          )}
        </>
      )}
    </p>
  );
}

function TimeLine({ first, query }: { first: EventsReply; query: EventsQuery }) {
  const store = useStore();
  const pages = usePages({ items: first.events, next: first.next }, async (cursor) => {
    const result = await store.api.events({ ...query, order: 'oldest', cursor });
    if (!result.ok) return result;
    return { ok: true, value: { items: result.value.events, next: result.value.next } };
  });
  if (pages.items.length === 0) return <p class="st-empty">{t('story.empty')}</p>;
  const days = Map.groupBy(pages.items, (event: EventReply) =>
    formatDay(event.at, zoneOf(store, event.branchId)),
  );
  return (
    <div class="st-card st-events st-timeline" data-testid="timeline">
      {[...days].map(([day, events]) => (
        <section key={day}>
          <h3 class="st-day">{day}</h3>
          {events.map((event) => (
            <EventItem key={event.id} event={event} now={null} />
          ))}
        </section>
      ))}
      <NextPage pages={pages} label={t('more')} testId="history-more" />
    </div>
  );
}
