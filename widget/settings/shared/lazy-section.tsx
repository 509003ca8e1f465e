import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Banner, Button } from '../../ui/components/index.ts';
import { t as shared } from '../../ui/messages.ts';
import { t } from '../locales/common.ts';
import { SectionSkeleton } from './editor-section.tsx';

type Section = () => JSX.Element;

/** A section whose code comes with its first use: the first view of the page does not wait for it. */
export function lazySection(load: () => Promise<Section>): Section {
  let known: Section | null = null;
  return function LazySection() {
    const [loaded, setLoaded] = useState<{ view: Section } | 'failed' | null>(known && { view: known });
    const [round, setRound] = useState(0);
    useEffect(() => {
      if (known !== null) return;
      setLoaded(null);
      load().then(
        (view) => {
          known = view;
          setLoaded({ view });
        },
        () => setLoaded('failed'),
      );
    }, [round]);
    if (loaded === null) return <SectionSkeleton />;
    if (loaded !== 'failed') return <loaded.view />;
    return (
      <Banner
        tone="error"
        testId="error"
        action={<Button onClick={() => setRound((n) => n + 1)}>{shared('retry')}</Button>}
      >
        {t('section.notLoaded')}
      </Banner>
    );
  };
}
