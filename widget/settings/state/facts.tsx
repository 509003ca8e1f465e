import type { ComponentChildren } from 'preact';
import type { TroubleReply } from '../../../worker/state/state.schemas.ts';
import { Banner } from '../../ui/components/index.ts';
import { formatAgo, formatDateTime } from '../../ui/format.ts';
import { noFilter } from '../history/history-query.ts';
import { PlaceLink } from '../history/place-link.tsx';
import { t } from '../locales/state.ts';
import { told } from '../shared/english.ts';

export function Facts({ children }: { children: ComponentChildren }) {
  return <dl class="st-facts">{children}</dl>;
}

export function Fact({
  name,
  children,
  testId,
}: {
  name: string;
  children: ComponentChildren;
  testId?: string;
}) {
  return (
    <div>
      <dt class="am-muted">{name}</dt>
      <dd data-testid={testId}>{children}</dd>
    </div>
  );
}

/** «2 мин назад», exact on hover. */
export function Ago({ at, zone }: { at: string; zone: string }) {
  return (
    <time dateTime={at} title={formatDateTime(at, zone)}>
      {formatAgo(at, Date.now())}
    </time>
  );
}

export function Queue({ queue, oldestAt, zone }: { queue: number; oldestAt: string | null; zone: string }) {
  if (queue === 0) return t('queue.none');
  return (
    <>
      {t('queue.some', { n: queue })}
      {oldestAt === null ? null : (
        <>
          , {t('queue.oldest')} <Ago at={oldestAt} zone={zone} />
        </>
      )}
    </>
  );
}

/** Leads to what failed, where it is understood and retried. */
export function FailedLink({ failed, branch }: { failed: number; branch: number | null }) {
  if (failed === 0) return t('failed.none');
  const filter = { ...noFilter, outcome: 'failed' as const, branch: branch === null ? '' : String(branch) };
  return (
    <PlaceLink to={{ view: 'list', filter }} testId="to-failed">
      {t('failed.some', { n: failed })}
    </PlaceLink>
  );
}

/** What is wrong and what to do about it; the code is for whoever helps. */
export function TroubleBanner({ trouble, zone }: { trouble: TroubleReply; zone: string }) {
  return (
    <Banner tone="error" testId="state-trouble">
      {told(trouble.message)} {told(trouble.advice)}
      <details class="st-code am-small">
        <summary>{t('detail')}</summary>
        <code>{trouble.code}</code> · {formatDateTime(trouble.at, zone)}
      </details>
    </Banner>
  );
}
