import './preview.css';
import { useState } from 'preact/hooks';
import { Banner } from '../../ui/components/index.ts';
import { t } from '../locales/preview.ts';
import { t as side } from '../locales/preview-side.ts';
import { LoadedGate } from '../shared/loaded-gate.tsx';
import { usePipelines } from '../shared/use-pipelines.ts';
import { onScreen } from './on-screen.ts';
import { closePreview } from './preview-side.tsx';
import { ReplayView } from './replay-view.tsx';
import { VisitPreview } from './visit-preview.tsx';

const views = ['visit', 'days'] as const;

export function PreviewPanel() {
  const [view, setView] = useState<(typeof views)[number]>('visit');
  const [pipelines, again] = usePipelines();
  return (
    <>
      <header class="st-preview__head">
        <h2>{side('title')}</h2>
        <button
          type="button"
          class="st-preview__close"
          aria-label={t('close')}
          data-testid="preview-close"
          onClick={closePreview}
        >
          ×
        </button>
      </header>
      <p class="am-small am-muted">{t('intro')}</p>
      <fieldset class="st-segments">
        <legend class="am-sr-only">{t('what')}</legend>
        {views.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={view === name}
            data-testid={`preview-${name}`}
            onClick={() => setView(name)}
          >
            {t(`what.${name}`)}
          </button>
        ))}
      </fieldset>
      {onScreen.value.valid ? null : (
        <Banner tone="warning" testId="preview-invalid">
          {t('invalid')}
        </Banner>
      )}
      <LoadedGate loaded={pipelines} onRetry={again}>
        {() => (
          <>
            {/* Kept while the other one is looked at: what was chosen and worked out is still there. */}
            <div hidden={view !== 'visit'} class="st-preview__view">
              <VisitPreview />
            </div>
            <div hidden={view !== 'days'} class="st-preview__view">
              <ReplayView />
            </div>
          </>
        )}
      </LoadedGate>
    </>
  );
}
