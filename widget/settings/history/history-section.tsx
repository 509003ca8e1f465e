import './history.css';
import { useMemo } from 'preact/hooks';
import { inside } from '../router.ts';
import { placeOf } from './address.ts';
import { ListView } from './list-view.tsx';
import { OneEventView } from './one-event-view.tsx';
import { StoryView } from './story-view.tsx';

/** The list, one event, or a story: the address says which. */
export function HistorySection() {
  const address = inside.value;
  // The same place keeps its identity: it is read once.
  const place = useMemo(() => placeOf(address), [address]);
  switch (place.view) {
    case 'event':
      return <OneEventView key={place.id} id={place.id} />;
    case 'visit':
    case 'deal':
      return <StoryView key={`${place.view}:${place.id}`} of={place} />;
    case 'list':
      return <ListView filter={place.filter} />;
  }
}
