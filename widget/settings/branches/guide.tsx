import { t } from '../locales/common.ts';
import { type GuideStep, guideOf, guideSteps } from '../overview.ts';
import { openSection } from '../router.ts';
import { useStore } from '../store.ts';

type Props = {
  keysProven: boolean;
  /** The two steps that are taken in this very section. */
  onKeys: () => void;
  onEnable: () => void;
};

/** The first run: four steps, the next one marked; gone once everything is done. */
export function Guide({ keysProven, onKeys, onEnable }: Props) {
  const store = useStore();
  const done = guideOf(
    {
      branches: store.branches.value,
      fields: store.fields.value,
      statuses: store.statuses.value,
      failedEvents: null,
    },
    keysProven,
  );
  const current = guideSteps.find((step) => !done[step]);
  if (current === undefined) return null;
  const go: Record<GuideStep, () => void> = {
    keys: onKeys,
    fields: () => openSection('fields'),
    statuses: () => openSection('statuses'),
    enable: onEnable,
  };
  return (
    <section class="st-card st-guide" aria-labelledby="guide" data-testid="guide">
      <h3 id="guide">{t('guide.title')}</h3>
      <ol>
        {guideSteps.map((step, index) => {
          const state = done[step] ? 'done' : step === current ? 'now' : 'later';
          return (
            <li key={step} class={`st-guide__step st-guide__step--${state}`} data-testid={`guide-${step}`}>
              <span class="st-guide__number" aria-hidden="true">
                {done[step] ? '✓' : index + 1}
              </span>
              <button
                type="button"
                class="st-link"
                aria-current={state === 'now' ? 'step' : undefined}
                onClick={go[step]}
              >
                {t(`guide.${step}`)}
              </button>
              <span class="am-sr-only">{t(`guide.${state}`)}</span>
              <span class="am-small am-muted">{t(`guide.${step}.text`)}</span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
