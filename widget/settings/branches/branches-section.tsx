import { useCallback, useRef, useState } from 'preact/hooks';
import type { Branch } from '../../../worker/settings/branches.schemas.ts';
import { Banner, Button } from '../../ui/components/index.ts';
import { t as shared } from '../../ui/messages.ts';
import { problemText } from '../errors.ts';
import { leave } from '../guard.ts';
import { t } from '../locales/branches.ts';
import { t as common } from '../locales/common.ts';
import { t as start } from '../locales/start.ts';
import { openSection } from '../router.ts';
import { SectionSkeleton } from '../shared/editor-section.tsx';
import { SectionHead } from '../shared/section-head.tsx';
import { useLoaded } from '../shared/use-loaded.ts';
import { loadBranches, useStore } from '../store.ts';
import { BranchCard } from './branch-card.tsx';
import { BranchForm } from './branch-form.tsx';
import { SupportLetter } from './support-letter.tsx';
import { useBranchTests } from './use-branch-tests.ts';
import { useFreshHealth } from './use-fresh-health.ts';

export function BranchesSection() {
  const store = useStore();
  const [open, setOpen] = useState<number | 'new' | null>(null);
  const [savedId, setSavedId] = useState<number | null>(null);
  const [newId, setNewId] = useState<number | null>(null);
  const addButton = useRef<HTMLDivElement>(null);
  const tests = useBranchTests();
  const read = useCallback(() => loadBranches(store), [store]);
  const [loaded, again] = useLoaded(read);
  useFreshHealth(store);

  const onSaved = (branch: Branch, keysChanged: boolean): void => {
    setSavedId(branch.id);
    if (open === 'new') setNewId(branch.id);
    setOpen(branch.id);
    if (keysChanged) void tests.run(branch.id);
  };
  const show = (next: number | 'new' | null): void =>
    leave(() => {
      setSavedId(null);
      setOpen(next);
    });

  const onDeleted = (): void => {
    setOpen(null);
    // Once the dialog is closed: until then nothing outside of it takes the focus.
    requestAnimationFrame(() => addButton.current?.querySelector('button')?.focus());
  };

  const branches = store.branches.value;
  return (
    <>
      <SectionHead
        title={common('section.branches')}
        intro={t('intro')}
        action={
          <div ref={addButton} hidden={!store.accountWide.value}>
            <Button kind="primary" disabled={open === 'new'} onClick={() => show('new')} testId="branch-add">
              {t('add')}
            </Button>
          </div>
        }
      />
      {branches === null || !store.accountWide.value || branches.some(({ enabled }) => enabled) ? null : (
        <Banner
          tone="info"
          action={
            <Button onClick={() => openSection('start')} testId="start-open">
              {start('continue')}
            </Button>
          }
        >
          {start('unfinished')}
        </Banner>
      )}
      {open === 'new' ? (
        <article class="st-card st-branch" aria-label={t('new')}>
          <h3>{t('new')}</h3>
          <BranchForm
            branch={null}
            isFirst={branches?.length === 0}
            tested={null}
            justSaved={false}
            onSaved={onSaved}
            onClose={() => show(null)}
            onDeleted={onDeleted}
          />
        </article>
      ) : null}
      {loaded.kind === 'failed' ? (
        <Banner tone="error" testId="error" action={<Button onClick={again}>{shared('retry')}</Button>}>
          {common('loadFailed')} {problemText(loaded.error)}
        </Banner>
      ) : null}
      {branches === null && loaded.kind === 'loading' ? <SectionSkeleton /> : null}
      {branches?.length === 0 && open !== 'new' ? <p class="st-empty">{t('empty')}</p> : null}
      {branches?.map((branch) => (
        <BranchCard
          key={branch.id}
          branch={branch}
          open={open === branch.id}
          test={tests.of(branch.id)}
          justSaved={savedId === branch.id}
          isNew={newId === branch.id}
          onToggle={() => show(open === branch.id ? null : branch.id)}
          onTest={() => void tests.run(branch.id)}
          onSaved={onSaved}
          onDeleted={onDeleted}
        />
      ))}
      {branches === null ? null : <SupportLetter open={branches.length === 0} />}
    </>
  );
}
