import { useCallback, useState } from 'preact/hooks';
import type { EventsReply } from '../../../worker/history/events.schemas.ts';
import { Banner, Button, Select, TextField } from '../../ui/components/index.ts';
import { problemText } from '../errors.ts';
import { t as common } from '../locales/common.ts';
import { t } from '../locales/history.ts';
import { LoadedGate } from '../shared/loaded-gate.tsx';
import { SectionHead } from '../shared/section-head.tsx';
import { useLoaded } from '../shared/use-loaded.ts';
import { usePages } from '../shared/use-pages.ts';
import { useStore } from '../store.ts';
import { EventItem } from './event-item.tsx';
import { dealIsWrong, eventsQuery, type HistoryFilter, noFilter, outcomes } from './history-query.ts';

export function HistorySection() {
  const store = useStore();
  const [typed, setTyped] = useState(noFilter);
  const [filter, setFilter] = useState(noFilter);
  const read = useCallback(() => store.api.events(eventsQuery(filter, null)), [store, filter]);
  const [loaded, again] = useLoaded(read);
  return (
    <>
      <SectionHead
        title={common('section.history')}
        intro={t('intro')}
        action={
          <Button busy={loaded.kind === 'loading'} onClick={again} testId="history-refresh">
            {t('refresh')}
          </Button>
        }
      />
      <Filter typed={typed} onType={setTyped} onApply={setFilter} applied={filter} />
      <LoadedGate loaded={loaded} onRetry={again}>
        {(first) => <Events first={first} filter={filter} />}
      </LoadedGate>
    </>
  );
}

type FilterProps = {
  typed: HistoryFilter;
  applied: HistoryFilter;
  onType: (filter: HistoryFilter) => void;
  onApply: (filter: HistoryFilter) => void;
};

function Filter({ typed, applied, onType, onApply }: FilterProps) {
  const wrong = dealIsWrong(typed);
  return (
    <form
      class="st-card st-filter"
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrong) onApply({ ...typed });
      }}
    >
      <TextField
        label={t('visit')}
        value={typed.visit}
        maxLength={60}
        onInput={(visit) => onType({ ...typed, visit })}
        testId="history-visit"
      />
      <TextField
        label={t('deal')}
        value={typed.deal}
        error={wrong ? t('dealError') : null}
        onInput={(deal) => onType({ ...typed, deal })}
        testId="history-deal"
      />
      <Select
        label={t('outcome')}
        value={typed.outcome}
        placeholder={t('outcome.all')}
        options={outcomes.map((outcome) => ({ value: outcome, label: t(`outcome.${outcome}`) }))}
        onChange={(picked) =>
          onType({ ...typed, outcome: outcomes.find((outcome) => outcome === picked) ?? '' })
        }
        testId="history-outcome"
      />
      <div class="st-row">
        <Button type="submit" kind="primary" testId="history-find">
          {t('find')}
        </Button>
        {applied === noFilter ? null : (
          <Button
            kind="quiet"
            testId="history-reset"
            onClick={() => {
              onType(noFilter);
              onApply(noFilter);
            }}
          >
            {t('reset')}
          </Button>
        )}
      </div>
    </form>
  );
}

function Events({ first, filter }: { first: EventsReply; filter: HistoryFilter }) {
  const store = useStore();
  const pages = usePages({ items: first.events, next: first.next }, async (cursor) => {
    const result = await store.api.events(eventsQuery(filter, cursor));
    if (!result.ok) return result;
    return { ok: true, value: { items: result.value.events, next: result.value.next } };
  });
  const now = Date.now();
  if (pages.items.length === 0) {
    return <p class="st-empty">{t(filter === noFilter ? 'empty' : 'emptyFiltered')}</p>;
  }
  return (
    <div class="st-card st-events" data-testid="events">
      {pages.items.map((event) => (
        <EventItem key={event.id} event={event} now={now} />
      ))}
      {pages.error === null ? null : (
        <Banner tone="error" testId="error">
          {problemText(pages.error)}
        </Banner>
      )}
      {pages.more === null ? null : (
        <Button busy={pages.running} onClick={pages.more} testId="history-more">
          {t('more')}
        </Button>
      )}
    </div>
  );
}
