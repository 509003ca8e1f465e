import { useEffect, useState } from 'preact/hooks';
import { Banner, Button } from '../../ui/components/index.ts';
import { t as shared } from '../../ui/messages.ts';
import { useBranchTests } from '../branches/use-branch-tests.ts';
import { useFreshHealth } from '../branches/use-fresh-health.ts';
import { saveAnd } from '../guard.ts';
import { t as common } from '../locales/common.ts';
import { t } from '../locales/start.ts';
import { type GuideStep, guideOf, guideSteps, nextStep } from '../overview.ts';
import { inside, openSection, settleIn } from '../router.ts';
import { SectionSkeleton } from '../shared/editor-section.tsx';
import { InGuide } from '../shared/in-guide.ts';
import { SectionHead } from '../shared/section-head.tsx';
import { knownOf, loadOverview, useStore } from '../store.ts';
import { StartStep } from './start-step.tsx';
import { Steps } from './steps.tsx';

/** The guided first run, a screen a step. Where somebody stands follows from what is saved, so it can be left and resumed. */
export function StartSection() {
  const store = useStore();
  const tests = useBranchTests();
  useFreshHealth(store);
  const done = guideOf(knownOf(store));
  const step = guideSteps.find((id) => id === inside.value) ?? null;
  const resumed = nextStep(done);
  const failed = store.overviewRead.value && store.branches.value === null;
  const known = store.overviewRead.value && !failed;
  useEffect(() => {
    if (known && step === null) settleIn('start', resumed);
  }, [known, step, resumed]);
  return (
    <>
      <SectionHead title={common('section.start')} intro={t('intro')} />
      {failed ? (
        // Not «no branch yet»: nobody is to add one that may be there already.
        <Banner
          tone="error"
          testId="error"
          action={<Button onClick={() => void loadOverview(store)}>{shared('retry')}</Button>}
        >
          {common('loadFailed')}
        </Banner>
      ) : step === null || !known ? (
        <SectionSkeleton />
      ) : (
        <div class="st-guided">
          <Steps current={step} done={done} />
          <InGuide.Provider value={true}>
            <StartStep key={step} step={step} tests={tests} />
          </InGuide.Provider>
          <Foot step={step} done={done} />
        </div>
      )}
    </>
  );
}

/** Steps whose choices wait for «Далее» to be saved. */
const saving: readonly GuideStep[] = ['statuses', 'fields'];

/** What has to be there before the next step makes sense; stages may be left for later. */
const needed: readonly GuideStep[] = ['keys', 'directories', 'fields'];

function Foot({ step, done }: { step: GuideStep; done: Record<GuideStep, boolean> }) {
  const index = guideSteps.indexOf(step);
  const before = guideSteps[index - 1];
  const after = guideSteps[index + 1];
  const blocked = needed.includes(step) && !done[step];
  const [running, setRunning] = useState(false);
  const goOn = async (to: GuideStep): Promise<void> => {
    setRunning(true);
    await saveAnd(() => openSection('start', to));
    setRunning(false);
  };
  return (
    <div class="st-row st-foot">
      {before === undefined ? null : (
        <Button onClick={() => openSection('start', before)} testId="start-back">
          {t('back')}
        </Button>
      )}
      {after === undefined ? null : (
        <Button
          kind="primary"
          busy={running}
          aria-disabled={blocked}
          onClick={() => {
            if (!blocked) void goOn(after);
          }}
          testId="start-next"
        >
          {t(saving.includes(step) ? 'saveAndNext' : 'next')}
        </Button>
      )}
      <span class="am-small am-muted" role="status">
        {blocked ? blockedText(step) : step === 'statuses' && !done.statuses ? t('statuses.skip') : null}
      </span>
    </div>
  );
}

function blockedText(step: GuideStep): string | null {
  switch (step) {
    case 'keys':
    case 'directories':
    case 'fields':
      return t(`${step}.blocked`);
    case 'statuses':
    case 'check':
    case 'enable':
      return null;
  }
}
