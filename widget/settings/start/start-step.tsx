import type { Branch } from '../../../worker/settings/branches.schemas.ts';
import { Banner, Button } from '../../ui/components/index.ts';
import { EnabledSwitch, LastUpdate } from '../branches/branch-card.tsx';
import type { BranchTests } from '../branches/use-branch-tests.ts';
import { FieldsEditor } from '../fields/fields-section.tsx';
import { t } from '../locales/start.ts';
import { type GuideStep, guidedBranch } from '../overview.ts';
import { openSection } from '../router.ts';
import { LoadedGate } from '../shared/loaded-gate.tsx';
import { usePipelines } from '../shared/use-pipelines.ts';
import { BranchStatuses } from '../statuses/branch-statuses.tsx';
import { useStore } from '../store.ts';
import { CheckStep } from './check-step.tsx';
import { DirectoriesStep } from './directories-step.tsx';
import { KeysStep } from './keys-step.tsx';
import { useHeadingFocus } from './use-heading-focus.ts';

export type StepProps = { tests: BranchTests };

/** Each step does its work with the parts of the section it belongs to. */
export function StartStep({ step, tests }: { step: GuideStep } & StepProps) {
  const heading = useHeadingFocus();
  const branch = guidedBranch(useStore().branches.value ?? []);
  return (
    <>
      <div class="st-step">
        <h3 ref={heading} tabIndex={-1}>
          {t(`${step}.title`)}
        </h3>
        <p class="am-muted">{t(`${step}.text`)}</p>
      </div>
      {step === 'keys' ? (
        <KeysStep tests={tests} />
      ) : step === 'fields' ? (
        <FieldsEditor />
      ) : branch === null ? (
        <Banner
          tone="info"
          action={<Button onClick={() => openSection('start', 'keys')}>{t('toKeys')}</Button>}
        >
          {t('needsKeys')}
        </Banner>
      ) : step === 'directories' ? (
        <DirectoriesStep branch={branch} tests={tests} />
      ) : step === 'statuses' ? (
        <StatusesStep branch={branch} />
      ) : step === 'check' ? (
        <CheckStep branch={branch} />
      ) : (
        <EnableStep branch={branch} />
      )}
    </>
  );
}

function StatusesStep({ branch }: { branch: Branch }) {
  const store = useStore();
  const [pipelines, again] = usePipelines();
  return (
    <LoadedGate loaded={pipelines} onRetry={again}>
      {(list) => (
        <BranchStatuses
          branch={branch}
          branches={store.branches.value ?? []}
          pipelines={list}
          suggestAtOnce
        />
      )}
    </LoadedGate>
  );
}

function EnableStep({ branch }: { branch: Branch }) {
  return (
    <>
      <div class="st-card" data-testid="start-enable">
        <h3>{branch.title}</h3>
        <EnabledSwitch branch={branch} fieldsAt={['start', 'fields']} />
        {branch.enabled ? (
          <p class="am-small am-muted">
            <LastUpdate branch={branch} />
          </p>
        ) : null}
      </div>
      {branch.enabled ? (
        <Banner
          tone="success"
          testId="start-done"
          action={
            <>
              <Button kind="primary" onClick={() => openSection('users')} testId="start-users">
                {t('enable.users')}
              </Button>
              <Button onClick={() => openSection('branches')}>{t('enable.branches')}</Button>
            </>
          }
        >
          {t('enable.done')}
        </Banner>
      ) : null}
    </>
  );
}
