import { useEffect, useState } from 'preact/hooks';
import type { Branch } from '../../../worker/settings/branches.schemas.ts';
import { Button } from '../../ui/components/index.ts';
import { BranchForm } from '../branches/branch-form.tsx';
import { BranchTestResult } from '../branches/branch-test-result.tsx';
import { SupportLetter } from '../branches/support-letter.tsx';
import { t as branches } from '../locales/branches.ts';
import { guidedBranch } from '../overview.ts';
import { useStore } from '../store.ts';
import type { StepProps } from './start-step.tsx';

/** The key pair, saved and tested at once; whoever has none finds the letter to ask for it. */
export function KeysStep({ tests }: StepProps) {
  const store = useStore();
  const [saved, setSaved] = useState(false);
  const branch = guidedBranch(store.branches.value ?? []);
  const id = branch?.id ?? null;
  const test = id === null ? null : tests.of(id);
  // Keys that were saved on an earlier visit are tested by themselves: the step says how things stand.
  const untested = id !== null && test === null;
  useEffect(() => {
    if (untested && id !== null) void tests.run(id);
  }, [untested, id]);
  const onSaved = (of: Branch, keysChanged: boolean): void => {
    setSaved(true);
    if (keysChanged) void tests.run(of.id);
  };
  return (
    <>
      <div class="st-card">
        <BranchForm
          key={id ?? 'new'}
          branch={branch}
          isFirst
          tested={null}
          justSaved={saved}
          onSaved={onSaved}
          part="keys"
        />
        {test === null ? null : <BranchTestResult result={test} />}
        {id === null || test?.kind !== 'failed' ? null : (
          <div>
            <Button small onClick={() => void tests.run(id)} testId="branch-test">
              {branches('test')}
            </Button>
          </div>
        )}
      </div>
      <SupportLetter open={branch === null} />
    </>
  );
}
