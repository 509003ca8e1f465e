import { useEffect, useState } from 'preact/hooks';
import { Skeleton } from '../ui/components/skeleton.tsx';
import type { Way } from './grid-model.ts';
import { t } from './messages.ts';
import type { Model } from './model.ts';

const ways: readonly Way[] = ['nearest', 'week', 'day'];

/** Three ways to a time; what is searched for and what is chosen stay the same. */
export function WaySwitch({ model }: { model: Model }) {
  const { grid } = model;
  return (
    <fieldset class="ways" aria-label={t('ways')}>
      {ways.map((way) => (
        <button
          key={way}
          type="button"
          class="ways__way"
          aria-pressed={grid.way.value === way}
          data-testid={`way-${way}`}
          onClick={() => grid.enter(way)}
        >
          {t(`way.${way}`)}
        </button>
      ))}
    </fieldset>
  );
}

type View = typeof import('./grid-view.tsx');

/** Loaded when it is asked for: the nearest times need no grid. */
export function LazyGrid({ model }: { model: Model }) {
  const [view, setView] = useState<View | null>(null);
  useEffect(() => {
    void import('./grid-view.tsx').then(setView);
  }, []);
  return view === null ? <Skeleton height={420} /> : <view.GridView model={model} />;
}
