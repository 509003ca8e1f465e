import type { BranchTestReply } from '../../../worker/settings/branches.schemas.ts';
import { Banner, Skeleton } from '../../ui/components/index.ts';
import { problemText } from '../errors.ts';
import { t } from '../locales/branches.ts';
import type { Loaded } from '../shared/use-loaded.ts';

/** What the keys opened, in words; a refusal says what to do now. */
export function BranchTestResult({ result }: { result: Loaded<BranchTestReply> }) {
  if (result.kind === 'loading') {
    return (
      <div role="status">
        <p class="am-small am-muted">{t('test.running')}</p>
        <Skeleton height={56} />
      </div>
    );
  }
  if (result.kind === 'failed') {
    return (
      <Banner tone="error" testId="branch-test-result">
        <strong>{t('test.title')}.</strong> <span data-testid="error">{problemText(result.error)}</span>
      </Banner>
    );
  }
  const { doctors, buildings, statuses, schedulePublished } = result.value;
  const fine = schedulePublished && doctors > 0;
  return (
    <Banner tone={fine ? 'success' : 'warning'} testId="branch-test-result">
      <p>
        {t('test.ok')}{' '}
        {[
          t('test.doctors', { n: doctors }),
          t('test.buildings', { n: buildings.length }),
          t('test.statuses', { n: statuses.length }),
        ].join(', ')}
        .
      </p>
      {statuses.length === 0 ? null : (
        <p class="am-small">{statuses.map((status) => status.name).join(' · ')}</p>
      )}
      {doctors === 0 ? <p>{t('test.noDoctors')}</p> : null}
      <p>{t(schedulePublished ? 'test.published' : 'test.unpublished')}</p>
    </Banner>
  );
}
