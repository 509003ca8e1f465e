import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Branch, BranchTestReply } from '../../../worker/settings/branches.schemas.ts';
import { Banner, Button } from '../../ui/components/index.ts';
import { t as shared } from '../../ui/messages.ts';
import { problemText } from '../errors.ts';
import { leave } from '../guard.ts';
import { t } from '../locales/branches.ts';
import { t as common } from '../locales/common.ts';
import { SectionSkeleton } from '../shared/editor-section.tsx';
import { SectionHead } from '../shared/section-head.tsx';
import { type Loaded, useLoaded } from '../shared/use-loaded.ts';
import { loadBranches, loadStatuses, type Store, useStore } from '../store.ts';
import { BranchCard } from './branch-card.tsx';
import { BranchForm } from './branch-form.tsx';
import { Guide } from './guide.tsx';
import { SupportLetter } from './support-letter.tsx';

const healthEveryMs = 10_000;
/** A branch that was just switched on is read within seconds: whoever did it is waiting to see that. */
const firstReadEveryMs = 1_000;

/** «Последнее обновление» and errors move by themselves while somebody looks; what is typed is not touched. */
function useFreshHealth(store: Store): void {
  const awaited =
    store.branches.value?.some(
      ({ enabled, health }) => enabled && health.lastSuccessAt === null && health.lastError === null,
    ) === true;
  useEffect(() => {
    const read = (): void => {
      if (document.visibilityState === 'visible') void loadBranches(store);
    };
    const timer = setInterval(read, awaited ? firstReadEveryMs : healthEveryMs);
    return () => clearInterval(timer);
  }, [store, awaited]);
}

function focusFirst(testId: string): void {
  const element = document.querySelector<HTMLElement>(`[data-testid="${testId}"]`);
  element?.focus();
  element?.scrollIntoView({ block: 'center' });
}

type Tests = ReadonlyMap<number, Loaded<BranchTestReply>>;

export function BranchesSection() {
  const store = useStore();
  const [open, setOpen] = useState<number | 'new' | null>(null);
  const [savedId, setSavedId] = useState<number | null>(null);
  const [newId, setNewId] = useState<number | null>(null);
  const addButton = useRef<HTMLDivElement>(null);
  const [tests, setTests] = useState<Tests>(new Map());
  const read = useCallback(() => loadBranches(store), [store]);
  const [loaded, again] = useLoaded(read);
  useFreshHealth(store);

  const setTest = (id: number, test: Loaded<BranchTestReply>): void =>
    setTests((old) => new Map(old).set(id, test));
  const runTest = async (id: number): Promise<void> => {
    setTest(id, { kind: 'loading' });
    const result = await store.api.testBranch(id);
    setTest(id, result.ok ? { kind: 'ready', value: result.value } : { kind: 'failed', error: result.error });
    // What is known of the key changed with the test, and the statuses can be read now: the list and the guide show it.
    void loadBranches(store);
    if (result.ok) void loadStatuses(store, id);
  };
  const onSaved = (branch: Branch, keysChanged: boolean): void => {
    setSavedId(branch.id);
    if (open === 'new') setNewId(branch.id);
    setOpen(branch.id);
    if (keysChanged) void runTest(branch.id);
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
  const proven = [...tests.values()].some((test) => test.kind === 'ready');
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
      {branches === null ? null : (
        <Guide
          keysProven={proven}
          onKeys={() => show(branches[0]?.id ?? 'new')}
          onEnable={() => (branches.length === 0 ? show('new') : focusFirst('branch-enabled'))}
        />
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
          test={tests.get(branch.id) ?? null}
          justSaved={savedId === branch.id}
          isNew={newId === branch.id}
          onToggle={() => show(open === branch.id ? null : branch.id)}
          onTest={() => void runTest(branch.id)}
          onSaved={onSaved}
          onDeleted={onDeleted}
        />
      ))}
      {branches === null ? null : <SupportLetter open={branches.length === 0} />}
    </>
  );
}
