import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { JournalVisit } from '../../worker/journal/journal.schemas.ts';
import { mayBook } from '../card/visit-view.ts';
import type { Placing } from '../schedule/lookups.ts';
import { ScheduleView } from '../schedule/schedule-view.tsx';
import type { GridVisit, Target } from '../schedule/types.ts';
import type { FrameContext } from '../ui/bridge-messages.ts';
import { Banner } from '../ui/components/banner.tsx';
import { Skeleton } from '../ui/components/skeleton.tsx';
import { formatDate } from '../ui/format.ts';
import type { PageProps } from '../ui/page.tsx';
import { Filters } from './filters.tsx';
import { Head } from './head.tsx';
import { useLive } from './live.ts';
import { t } from './messages.ts';
import type { JournalModel } from './model.ts';
import { type Move, MoveDialog } from './move-dialog.tsx';
import { Overview } from './overview.tsx';
import { Results } from './results.tsx';
import { Reviews } from './reviews.tsx';
import { Troubles } from './troubles.tsx';
import { WindowDialog } from './window-dialog.tsx';

/** A visit on its way: it need not be among those in view any more. */
type Carried = Placing & { of: JournalVisit };
type Props = { model: JournalModel } & Pick<PageProps, 'opened' | 'bridge'>;
/** What is open over the grid. */
type Over =
  | { kind: 'window'; context: FrameContext; found: JournalVisit | null; carried: Carried | null }
  | { kind: 'move'; move: Move }
  | { kind: 'reviews' };

export function JournalView({ model, opened, bridge }: Props) {
  const [over, setOver] = useState<Over | null>(null);
  const [placing, setPlacing] = useState<Carried | null>(null);
  const [query, setQuery] = useState('');
  const [done, setDone] = useState<string | null>(null);
  useLive(model, opened.session);
  useEffect(() => {
    window.addEventListener('hashchange', model.follow);
    window.addEventListener('popstate', model.follow);
    return () => {
      window.removeEventListener('hashchange', model.follow);
      window.removeEventListener('popstate', model.follow);
    };
  }, [model]);

  // With the drawing, not after it: Esc right after a window came up closes that window, not the journal.
  useLayoutEffect(() => {
    if (!opened.framed || over !== null || placing !== null) return;
    const onKey = (event: KeyboardEvent): void => {
      // In a field it empties or closes that.
      const inField = event.target instanceof Element && event.target.closest('input, select') !== null;
      if (event.key === 'Escape' && !event.defaultPrevented && !inField) bridge.close();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [bridge, opened.framed, over, placing]);

  const columns = model.columns.value;
  const isBooker = mayBook(model.me);
  const openWindow = (
    context: Partial<FrameContext>,
    found: JournalVisit | null = null,
    carried: Carried | null = null,
  ): void => {
    const { lang, theme } = opened.context;
    setDone(null);
    setOver({
      kind: 'window',
      context: { kind: 'booking', dealId: model.dealId, lang, theme, ...context },
      ...{ found, carried },
    });
  };
  const visitOf = (id: string): JournalVisit | undefined =>
    model.read.value?.journal.visits.find((visit) => visit.id === id);
  /** `found`: by a search that went beyond the days in view. */
  const openVisit = (visitId: string, found: JournalVisit | null = null): void => {
    const column = columns.find(({ visits }) => visits.some(({ id }) => id === visitId));
    const visit = column?.visits.find(({ id }) => id === visitId);
    const of = visitOf(visitId);
    const movable = column !== undefined && of !== undefined && visit?.movable === true;
    openWindow({ mode: 'visit', visitId }, found, movable ? { visit, columnKey: column.key, of } : null);
  };
  const book = ({ columnKey, slot }: Target): void => {
    const branchId = columns.find(({ key }) => key === columnKey)?.branchId ?? 0;
    openWindow({ mode: 'book', at: { branchId, doctorId: slot.doctorId, start: slot.start } });
  };
  const drop = (visit: GridVisit, target: Target): void => {
    const of = placing?.visit.id === visit.id ? placing.of : visitOf(visit.id);
    setDone(null);
    if (of !== undefined) setOver({ kind: 'move', move: { visit: of, slot: target.slot } });
  };
  const close = (): void => setOver(null);
  const changed = (): void => {
    bridge.notifyChanged();
    void model.load();
  };
  const period = model.days.value.length === 1 ? formatDate(model.day.value) : weekText(model.days.value);
  const ready = model.shown.value !== null;
  return (
    <main class="jr" aria-busy={model.loading.value}>
      <Head
        model={model}
        onBook={isBooker ? () => openWindow({ mode: 'book' }) : null}
        onReviews={() => setOver({ kind: 'reviews' })}
        onClose={opened.framed ? bridge.close : null}
      />
      <Filters model={model} query={query} onQuery={setQuery} />
      {model.dealId === null ? null : <p class="am-small am-muted">{t('deal', { id: model.dealId })}</p>}
      <Troubles model={model} />
      {done === null ? null : (
        <Banner tone="success" testId="journal-done">
          {done}
        </Banner>
      )}
      {model.me.branches.length === 0 ? <Banner tone="info">{t('noBranch')}</Banner> : null}
      {query.trim().length >= 2 ? (
        <Results
          model={model}
          query={query.trim()}
          onOpen={(visit) => openVisit(visit.id, visit)}
          onShow={(day) => {
            setQuery('');
            model.go({ day, view: 'day' });
          }}
        />
      ) : !ready ? (
        <div class="jr-wait">
          <Skeleton height={52} />
          <Skeleton height={420} />
        </div>
      ) : model.overview.value !== null ? (
        <Overview model={model} rows={model.overview.value} />
      ) : (
        <ScheduleView
          key={`${model.place.value.view}${model.place.value.by}`}
          label={t('grid', { period })}
          columns={columns}
          mayChoose={isBooker}
          placing={placing}
          onChoose={book}
          onOpen={({ id }) => openVisit(id)}
          onDrop={drop}
          onPlacingEnd={() => setPlacing(null)}
        />
      )}
      {over?.kind === 'window' ? (
        <WindowDialog
          model={model}
          context={over.context}
          found={over.found}
          session={opened.session}
          bridge={bridge}
          framed={opened.framed}
          onChanged={changed}
          onClose={close}
          onPlace={
            over.carried === null
              ? null
              : () => {
                  setPlacing(over.carried);
                  close();
                }
          }
        />
      ) : null}
      {over?.kind === 'move' ? (
        <MoveDialog
          model={model}
          move={over.move}
          onClose={(text) => {
            close();
            if (text === null) return;
            setPlacing(null);
            setDone(text);
            changed();
          }}
        />
      ) : null}
      {over?.kind === 'reviews' ? <Reviews model={model} onClose={close} onChanged={changed} /> : null}
    </main>
  );
}

function weekText(days: readonly string[]): string {
  return `${formatDate(days[0] ?? '')} – ${formatDate(days.at(-1) ?? '')}`;
}
