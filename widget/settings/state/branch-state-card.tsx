import { useState } from 'preact/hooks';
import type { BranchState } from '../../../worker/state/state.schemas.ts';
import { Badge, Banner, Button } from '../../ui/components/index.ts';
import type { ApiError } from '../../ui/http.ts';
import { refusalText } from '../errors.ts';
import { PlaceLink, SectionLink } from '../history/place-link.tsx';
import { zoneOf } from '../history/zone.ts';
import { t as common } from '../locales/common.ts';
import { t } from '../locales/state.ts';
import { told } from '../shared/english.ts';
import { useStore } from '../store.ts';
import { Ago, Fact, Facts, FailedLink, Queue, TroubleBanner } from './facts.tsx';
import { Judgement, JudgementDialog, type Verdict } from './judgement.tsx';
import { branchTroubles } from './troubles.ts';

type Props = { branch: BranchState; onChanged: () => void };

export function BranchStateCard({ branch, onChanged }: Props) {
  const zone = zoneOf(useStore(), branch.id);
  const [trouble] = branchTroubles(branch);
  const { enabled, lastError, heldList } = branch;
  // What it was about stays on the screen after the branch goes on.
  const [asked, setAsked] = useState<{ verdict: Verdict; branch: BranchState } | null>(null);
  return (
    <article class="st-card" aria-label={branch.title} data-testid={`state-branch-${branch.id}`}>
      <header class="st-row">
        <h3>{branch.title}</h3>
        {trouble !== undefined ? (
          <Badge tone={trouble === 'late' || trouble === 'held-list' ? 'warning' : 'error'}>
            {t(`branch.${trouble}`)}
          </Badge>
        ) : (
          <Badge tone={enabled ? 'success' : 'neutral'}>{t(enabled ? 'works' : 'branch.off')}</Badge>
        )}
      </header>
      {enabled && lastError !== null && heldList === null ? (
        <TroubleBanner trouble={lastError} zone={zone} />
      ) : null}
      {trouble === 'late' ? <Banner tone="warning">{t('late.what')}</Banner> : null}
      {branch.stopped === null && heldList === null ? null : (
        <Judgement branch={branch} onAsk={(verdict) => setAsked({ verdict, branch })} />
      )}
      {asked === null ? null : (
        <JudgementDialog {...asked} onClose={() => setAsked(null)} onJudged={onChanged} />
      )}
      <Facts>
        <Fact name={t('key')} testId="state-key">
          {branch.keyValid === false ? (
            <SectionLink section="branches">{t('key.bad')}</SectionLink>
          ) : (
            t(branch.keyValid === true ? 'key.good' : 'key.unknown')
          )}
        </Fact>
        <Fact name={t('lastRead')} testId="state-last">
          {branch.lastSuccessAt === null ? t('never') : <Ago at={branch.lastSuccessAt} zone={zone} />}
          {branch.late && enabled ? `, ${t('late')}` : null}
        </Fact>
        <Fact name={t('strategy')}>{t(`strategy.${branch.strategy ?? 'unknown'}`)}</Fact>
        <Fact name={t('queue')}>
          <Queue queue={branch.queue} oldestAt={branch.oldestAt} zone={zone} />
        </Fact>
        <Fact name={t('failed')}>
          <FailedLink failed={branch.failed} branch={branch.id} />
        </Fact>
      </Facts>
      <Reconciliation branch={branch} zone={zone} onBegun={onChanged} />
      {enabled ? null : (
        <p class="am-small am-muted">
          {t('branch.off.what')} <SectionLink section="branches">{common('section.branches')}</SectionLink>
        </p>
      )}
    </article>
  );
}

/** What the night found, and the same at any hour. */
function Reconciliation({
  branch,
  zone,
  onBegun,
}: {
  branch: BranchState;
  zone: string;
  onBegun: () => void;
}) {
  const store = useStore();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const { reconciled, reconciling } = branch;
  const run = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    const result = await store.api.reconcile(branch.id);
    setBusy(false);
    if (result.ok) onBegun();
    else setFailure(result.error);
  };
  return (
    <div class="st-stack" data-testid="state-reconciliation">
      <h4>{t('reconcile')}</h4>
      {reconciled === null ? (
        <p class="am-muted">{t('reconcile.never')}</p>
      ) : (
        <>
          <p>
            {told(reconciled.text)} (<Ago at={reconciled.at} zone={zone} />
            ). <PlaceLink to={{ view: 'event', id: reconciled.eventId }}>{t('detail')}</PlaceLink>
          </p>
          <ul class="st-reasons">
            {reconciled.reasons.map(({ text }) => (
              <li key={text}>{told(text)}</li>
            ))}
          </ul>
        </>
      )}
      <div class="st-row" role="status">
        <Button small busy={busy || reconciling} onClick={() => void run()} testId="reconcile">
          {t('reconcile.now')}
        </Button>
        <span class="am-small am-muted">{t(reconciling ? 'reconcile.running' : 'reconcile.hint')}</span>
      </div>
      {failure === null ? null : (
        <Banner tone="error" testId="error">
          {refusalText(t('reconcile.refused'), failure)}
        </Banner>
      )}
    </div>
  );
}
