import type { JSX } from 'preact';
import { Banner, Button, Dialog } from '../ui/components/index.ts';
import { AutomationSection } from './automation/automation-section.tsx';
import { BranchesSection } from './branches/branches-section.tsx';
import { FieldsSection } from './fields/fields-section.tsx';
import { dropAndGo, leaving, saveAndGo, stay } from './guard.ts';
import { t } from './locales/common.ts';
import { LostBanner } from './lost-banner.tsx';
import { MatchingSection } from './matching/matching-section.tsx';
import { Nav } from './nav.tsx';
import { PreviewSide, previewOpen } from './preview/preview-side.tsx';
import { type SectionId, section } from './router.ts';
import { lazySection } from './shared/lazy-section.tsx';
import { StartSection } from './start/start-section.tsx';
import { StatusesSection } from './statuses/statuses-section.tsx';
import { type Store, StoreProvider } from './store.ts';
import { SupportSection } from './support/support-section.tsx';
import { UsersSection } from './users/users-section.tsx';
import { VersionsSection } from './versions/versions-section.tsx';

const sections: Record<SectionId, () => JSX.Element> = {
  start: StartSection,
  branches: BranchesSection,
  statuses: StatusesSection,
  fields: FieldsSection,
  users: UsersSection,
  automation: AutomationSection,
  matching: MatchingSection,
  history: lazySection(() => import('./history/history-section.tsx').then((code) => code.HistorySection)),
  state: lazySection(() => import('./state/state-section.tsx').then((code) => code.StateSection)),
  versions: VersionsSection,
  support: SupportSection,
};

export function App({ store }: { store: Store }) {
  const { user } = store.me;
  if (!user.isAdmin && user.role !== 'administer') {
    return (
      <main class="st-closed">
        <h1>{t('title')}</h1>
        <Banner tone="warning">{t('forbidden')}</Banner>
      </main>
    );
  }
  const Section = sections[section.value];
  return (
    <StoreProvider value={store}>
      <div class={previewOpen.value ? 'st-page st-page--preview' : 'st-page'}>
        <Nav current={section.value} />
        <main class="st-main" key={section.value}>
          <LostBanner />
          <Section />
        </main>
        <PreviewSide />
      </div>
      {leaving.value === null ? null : <LeaveDialog />}
    </StoreProvider>
  );
}

function LeaveDialog() {
  return (
    <Dialog
      title={t('leave.title')}
      onClose={stay}
      testId="leave"
      actions={
        <>
          <Button kind="quiet" onClick={dropAndGo} testId="leave-drop">
            {t('leave.drop')}
          </Button>
          <Button onClick={stay} testId="leave-stay">
            {t('leave.stay')}
          </Button>
          <Button kind="primary" onClick={() => void saveAndGo()} testId="leave-save">
            {t('leave.save')}
          </Button>
        </>
      }
    >
      <p>{t('leave.text')}</p>
    </Dialog>
  );
}
