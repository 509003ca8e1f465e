import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Banner, Button, Skeleton } from '../../ui/components/index.ts';
import { t } from '../locales/preview-side.ts';

/** «Что будет, если…» beside whatever section is on the screen; its code comes with its first use. */
export const previewOpen = signal(false);

/** Where the focus goes when the panel closes. */
const BUTTON = 'preview-toggle';

export function PreviewButton() {
  return (
    <div class="st-nav__preview">
      <Button
        small
        wide
        aria-expanded={previewOpen.value}
        title={t('hint')}
        onClick={() => (previewOpen.value ? closePreview() : openPreview())}
        testId={BUTTON}
      >
        {t('title')}
      </Button>
    </div>
  );
}

function openPreview(): void {
  previewOpen.value = true;
}

export function closePreview(): void {
  previewOpen.value = false;
  document.querySelector<HTMLElement>(`[data-testid="${BUTTON}"]`)?.focus();
}

/** As in preview-side.css: it stands below the section then. */
const BELOW = '(max-width: 1020px)';

type Panel = () => JSX.Element;

export function PreviewSide() {
  const [panel, setPanel] = useState<{ view: Panel } | 'failed' | null>(null);
  const place = useRef<HTMLElement>(null);
  const isOpen = previewOpen.value;
  useEffect(() => {
    if (!isOpen) return;
    place.current?.focus({ preventScroll: true });
    if (panel === null || panel === 'failed') {
      void import('./preview-panel.tsx').then(
        ({ PreviewPanel }) => setPanel({ view: PreviewPanel }),
        () => setPanel('failed'),
      );
    }
  }, [isOpen]);
  useEffect(() => {
    if (isOpen && matchMedia(BELOW).matches) place.current?.scrollIntoView({ block: 'start' });
  }, [isOpen, panel]);
  if (!isOpen) return null;
  return (
    <aside
      ref={place}
      class="st-preview"
      tabIndex={-1}
      aria-label={t('title')}
      data-testid="preview"
      onKeyDown={(event) => {
        if (event.key === 'Escape') closePreview();
      }}
    >
      {panel === null ? (
        <Skeleton height={280} />
      ) : panel === 'failed' ? (
        <Banner tone="error">{t('failed')}</Banner>
      ) : (
        <panel.view />
      )}
    </aside>
  );
}
