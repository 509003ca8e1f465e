import { useCallback } from 'preact/hooks';
import { Banner, Button, Select } from '../../ui/components/index.ts';
import { leaving } from '../guard.ts';
import { t as common } from '../locales/common.ts';
import { t } from '../locales/statuses.ts';
import { inside, openSection } from '../router.ts';
import { LoadedGate } from '../shared/loaded-gate.tsx';
import { SectionHead } from '../shared/section-head.tsx';
import { useLoaded } from '../shared/use-loaded.ts';
import { loadBranches, loadPipelines, useStore } from '../store.ts';
import { BranchStatuses } from './branch-statuses.tsx';

export function StatusesSection() {
  const store = useStore();
  const read = useCallback(async () => {
    const branches = await loadBranches(store);
    return branches.ok ? loadPipelines(store) : branches;
  }, [store]);
  const [loaded, again] = useLoaded(read);
  const branches = store.branches.value ?? [];
  const branch = branches.find(({ id }) => String(id) === inside.value) ?? branches[0];
  // Drawn again when leaving is asked about: a list that was changed shows the branch that is still there.
  void leaving.value;
  return (
    <>
      <SectionHead title={common('section.statuses')} intro={t('intro')} />
      <LoadedGate loaded={loaded} onRetry={again}>
        {(read) =>
          branch === undefined ? (
            <Banner
              tone="info"
              action={<Button onClick={() => openSection('branches')}>{t('toBranches')}</Button>}
            >
              {t('noBranches')}
            </Banner>
          ) : (
            <>
              {branches.length > 1 ? (
                <div class="st-narrow">
                  <Select
                    label={t('branch')}
                    value={String(branch.id)}
                    options={branches.map(({ id, title }) => ({ value: String(id), label: title }))}
                    onChange={(id) => openSection('statuses', id)}
                    testId="status-branch"
                  />
                </div>
              ) : null}
              <BranchStatuses
                key={branch.id}
                branch={branch}
                branches={branches}
                pipelines={store.pipelines.value ?? read}
              />
            </>
          )
        }
      </LoadedGate>
    </>
  );
}
