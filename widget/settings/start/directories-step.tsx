import { useEffect, useState } from 'preact/hooks';
import type { Branch } from '../../../worker/settings/branches.schemas.ts';
import { Button } from '../../ui/components/index.ts';
import { BranchForm } from '../branches/branch-form.tsx';
import { BranchTestResult } from '../branches/branch-test-result.tsx';
import { t } from '../locales/start.ts';
import type { StepProps } from './start-step.tsx';

/** What the keys open; a clinic of several buildings says which one this branch is. */
export function DirectoriesStep({ branch, tests }: { branch: Branch } & StepProps) {
  const [saved, setSaved] = useState(false);
  const test = tests.of(branch.id);
  const untested = test === null;
  useEffect(() => {
    if (untested) void tests.run(branch.id);
  }, [untested, branch.id]);
  const tested = test?.kind === 'ready' ? test.value : null;
  return (
    <div class="st-card">
      {test === null ? null : <BranchTestResult result={test} />}
      {tested !== null && tested.buildings.length > 1 ? (
        <BranchForm
          branch={branch}
          isFirst={false}
          tested={tested}
          justSaved={saved}
          onSaved={() => setSaved(true)}
          part="building"
        />
      ) : null}
      <div>
        <Button
          small
          busy={test?.kind === 'loading'}
          onClick={() => void tests.run(branch.id)}
          testId="branch-test"
        >
          {t('directories.again')}
        </Button>
      </div>
    </div>
  );
}
