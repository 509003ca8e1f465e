import { t } from '../locales/start.ts';
import { type GuideStep, guideSteps } from '../overview.ts';
import { openSection } from '../router.ts';

/** All steps at a glance: done, now, later; each can be gone to. */
export function Steps({ current, done }: { current: GuideStep; done: Record<GuideStep, boolean> }) {
  return (
    <nav class="st-card st-guide" aria-label={t('steps')} data-testid="guide">
      <ol>
        {guideSteps.map((step, index) => {
          const state = step === current ? 'now' : done[step] ? 'done' : 'later';
          return (
            <li key={step} class={`st-guide__step st-guide__step--${state}`} data-testid={`guide-${step}`}>
              <span class="st-guide__number" aria-hidden="true">
                {done[step] ? '✓' : index + 1}
              </span>
              <button
                type="button"
                class="st-link"
                aria-current={state === 'now' ? 'step' : undefined}
                onClick={() => openSection('start', step)}
              >
                {t(step)}
              </button>
              <span class="am-sr-only">{done[step] ? t('state.done') : t(`state.${state}`)}</span>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
