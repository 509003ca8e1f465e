import { useCallback, useState } from 'preact/hooks';
import type { VersionReply, VersionsReply } from '../../../worker/settings/versions.schemas.ts';
import { Banner, Select } from '../../ui/components/index.ts';
import { formatDate } from '../../ui/format.ts';
import { ownZone } from '../branches/time-zones.ts';
import { t as common } from '../locales/common.ts';
import { t } from '../locales/versions.ts';
import { LoadedGate } from '../shared/loaded-gate.tsx';
import { NextPage } from '../shared/next-page.tsx';
import { SectionHead } from '../shared/section-head.tsx';
import { useKeptFocus } from '../shared/use-kept-focus.ts';
import { useLoaded } from '../shared/use-loaded.ts';
import { usePages } from '../shared/use-pages.ts';
import { loadBranches, loadOverview, useStore } from '../store.ts';
import { byDay, type Place, placeKey, placesOf, placeText, versionsQuery } from './place.ts';
import { RestoreDialog } from './restore-dialog.tsx';
import { SettingsFileCard } from './settings-file-card.tsx';
import { VersionItem, whenText } from './version-item.tsx';

export function VersionsSection() {
  const store = useStore();
  const [place, setPlace] = useState<Place | null>(null);
  const [asked, setAsked] = useState<VersionReply | null>(null);
  const [restored, setRestored] = useState<VersionReply | null>(null);
  const read = useCallback(async () => {
    // The branches name the places; without them the list is still worth reading.
    if (store.branches.peek() === null) await loadBranches(store);
    return store.api.versions(versionsQuery(place, null));
  }, [store, place]);
  const [loaded, again] = useLoaded(read);
  const told = useKeptFocus(loaded.kind);
  const branches = store.branches.value ?? [];
  const changed = (): void => {
    again();
    void loadOverview(store);
  };
  const onRestored = (version: VersionReply): void => {
    setAsked(null);
    setRestored(version);
    changed();
  };
  return (
    <>
      <SectionHead title={common('section.versions')} intro={t('intro')} />
      <div ref={told} tabIndex={-1} hidden={restored === null}>
        {restored === null ? null : (
          <Banner tone="success" testId="restored">
            {t('restore.done', { place: placeText(restored, branches), when: whenText(restored.changedAt) })}
          </Banner>
        )}
      </div>
      <SettingsFileCard onLoaded={changed} />
      <div class="st-narrow">
        <Select
          label={t('filter')}
          value={place === null ? '' : placeKey(place)}
          placeholder={t('filter.all')}
          options={placesOf(branches).map((one) => ({
            value: placeKey(one),
            label: placeText(one, branches),
          }))}
          onChange={(picked) => setPlace(placesOf(branches).find((one) => placeKey(one) === picked) ?? null)}
          testId="versions-place"
        />
      </div>
      <LoadedGate loaded={loaded} onRetry={again}>
        {(first) => <Versions first={first} place={place} onRestore={setAsked} />}
      </LoadedGate>
      {asked === null ? null : (
        <RestoreDialog version={asked} onRestored={onRestored} onClose={() => setAsked(null)} />
      )}
    </>
  );
}

type Props = { first: VersionsReply; place: Place | null; onRestore: (version: VersionReply) => void };

function Versions({ first, place, onRestore }: Props) {
  const store = useStore();
  const pages = usePages({ items: first.versions, next: first.next }, async (cursor) => {
    const result = await store.api.versions(versionsQuery(place, cursor));
    if (!result.ok) return result;
    return { ok: true, value: { items: result.value.versions, next: result.value.next } };
  });
  if (pages.items.length === 0) {
    return <p class="st-empty">{t(place === null ? 'empty' : 'emptyFiltered')}</p>;
  }
  return (
    <div class="st-card st-events" data-testid="versions">
      {byDay(pages.items, ownZone()).map((day) => (
        <section key={day.date} aria-label={formatDate(day.date)}>
          <h3 class="st-day">{formatDate(day.date)}</h3>
          {day.versions.map((version) => (
            <VersionItem key={version.n} version={version} onRestore={() => onRestore(version)} />
          ))}
        </section>
      ))}
      <NextPage pages={pages} label={t('more')} testId="versions-more" />
    </div>
  );
}
