import { useCallback, useState } from 'preact/hooks';
import type { EventReply, EventsReply } from '../../../worker/history/events.schemas.ts';
import { Button } from '../../ui/components/index.ts';
import type { ApiResult } from '../../ui/http.ts';
import { t as common } from '../locales/common.ts';
import { t } from '../locales/history.ts';
import { openSection } from '../router.ts';
import { LoadedGate } from '../shared/loaded-gate.tsx';
import { NextPage } from '../shared/next-page.tsx';
import { SectionHead } from '../shared/section-head.tsx';
import { useLoaded } from '../shared/use-loaded.ts';
import { usePages } from '../shared/use-pages.ts';
import { loadFailed, type Store, useStore } from '../store.ts';
import { addressOf } from './address.ts';
import { EventItem } from './event-item.tsx';
import { FilterForm } from './filter-form.tsx';
import { eventsQuery, type HistoryFilter, isFiltered } from './history-query.ts';
import { PlaceLink } from './place-link.tsx';
import { RetryFailed } from './retry-failed.tsx';
import { zoneOf } from './zone.ts';

export function ListView({ filter }: { filter: HistoryFilter }) {
  const store = useStore();
  const [retrying, setRetrying] = useState(false);
  const zone = zoneOf(store, filter.branch === '' ? null : Number(filter.branch));
  const read = useCallback(() => readFirst(store, filter, zone), [store, filter, zone]);
  const [loaded, again] = useLoaded(read);
  return (
    <>
      <SectionHead
        title={common('section.history')}
        intro={t('intro')}
        action={
          <div class="st-row">
            <Button onClick={() => setRetrying(true)} testId="history-retry-failed">
              {t('retryAll')}
            </Button>
            <Button busy={loaded.kind === 'loading'} onClick={again} testId="history-refresh">
              {t('refresh')}
            </Button>
          </div>
        }
      />
      <FilterForm
        applied={filter}
        onApply={(next) => {
          const address = addressOf({ view: 'list', filter: next });
          // Asked for once more: the address stays, what has happened since is read.
          if (address === addressOf({ view: 'list', filter })) again();
          else openSection('history', address);
        }}
      />
      <LoadedGate loaded={loaded} onRetry={again}>
        {(first) => <Events first={first} filter={filter} zone={zone} />}
      </LoadedGate>
      {retrying ? (
        <RetryFailed
          filter={filter}
          zone={zone}
          onClose={(hasRetried) => {
            setRetrying(false);
            if (!hasRetried) return;
            again();
            void loadFailed(store);
          }}
        />
      ) : null}
    </>
  );
}

type First = EventsReply & {
  /** The newest ones under the same filter, which nobody has put right yet: they come first. */
  failed: readonly EventReply[];
  hasMoreFailed: boolean;
};

const FAILED_FIRST = 3;

/** One appearance: what failed stands above what was read with it. */
async function readFirst(store: Store, filter: HistoryFilter, zone: string): Promise<ApiResult<First>> {
  const [list, failed] = await Promise.all([
    store.api.events(eventsQuery(filter, zone, null)),
    filter.outcome === ''
      ? store.api.events(eventsQuery({ ...filter, outcome: 'failed' }, zone, null))
      : null,
  ]);
  if (!list.ok) return list;
  if (failed?.ok === false) return failed;
  const events = failed?.value.events ?? [];
  if (!isFiltered(filter)) store.failedEvents.value = events.length > 0;
  return {
    ok: true,
    value: {
      ...list.value,
      failed: events.slice(0, FAILED_FIRST),
      hasMoreFailed: events.length > FAILED_FIRST,
    },
  };
}

function Events({ first, filter, zone }: { first: First; filter: HistoryFilter; zone: string }) {
  const store = useStore();
  const pages = usePages({ items: first.events, next: first.next }, async (cursor) => {
    const result = await store.api.events(eventsQuery(filter, zone, cursor));
    if (!result.ok) return result;
    return { ok: true, value: { items: result.value.events, next: result.value.next } };
  });
  const now = Date.now();
  if (pages.items.length === 0 && first.failed.length === 0) {
    return <p class="st-empty">{t(isFiltered(filter) ? 'emptyFiltered' : 'empty')}</p>;
  }
  const above = new Set(first.failed.map(({ id }) => id));
  const below = pages.items.filter(({ id }) => !above.has(id));
  return (
    <>
      {first.failed.length === 0 ? null : (
        <section class="st-card st-events st-failed-first" data-testid="failed-first">
          <h3>{t('failedFirst')}</h3>
          {first.failed.map((event) => (
            <EventItem key={event.id} event={event} now={now} />
          ))}
          {first.hasMoreFailed ? (
            <PlaceLink to={{ view: 'list', filter: { ...filter, outcome: 'failed' } }} testId="all-failed">
              {t('failedFirst.all')}
            </PlaceLink>
          ) : null}
        </section>
      )}
      {below.length === 0 && pages.more === null ? null : (
        <div class="st-card st-events" data-testid="events">
          {below.map((event) => (
            <EventItem key={event.id} event={event} now={now} />
          ))}
          <NextPage pages={pages} label={t('more')} testId="history-more" />
        </div>
      )}
    </>
  );
}
