import { useState } from 'preact/hooks';
import type { BranchState, JudgedReply } from '../../../worker/state/state.schemas.ts';
import { Banner, Button, Dialog } from '../../ui/components/index.ts';
import { formatDateTime } from '../../ui/format.ts';
import type { ApiError } from '../../ui/http.ts';
import { refusalText } from '../errors.ts';
import { noFilter } from '../history/history-query.ts';
import { kindCounts } from '../history/kinds.ts';
import { PlaceLink } from '../history/place-link.tsx';
import { zoneOf } from '../history/zone.ts';
import { t } from '../locales/state.ts';
import { told } from '../shared/english.ts';
import { useStore } from '../store.ts';
import { WhatWould } from './what-would.tsx';

export type Verdict = 'approve' | 'discard';

/** What waits for a yes or a no: events of a stopped branch, a list that is not believed; one answer for both. */
export function Judgement({ branch, onAsk }: { branch: BranchState; onAsk: (verdict: Verdict) => void }) {
  const zone = zoneOf(useStore(), branch.id);
  const { stopped, heldList } = branch;
  const held = { ...noFilter, outcome: 'held' as const, branch: String(branch.id) };
  return (
    <Banner
      tone="warning"
      testId="state-judgement"
      action={
        <div class="st-row">
          <Button kind="primary" onClick={() => onAsk('approve')} testId="judge-approve">
            {t(stopped ? 'approve' : 'approve.list')}
          </Button>
          <Button onClick={() => onAsk('discard')} testId="judge-discard">
            {t(stopped ? 'discard' : 'discard.list')}
          </Button>
        </div>
      }
    >
      {stopped === null ? null : (
        <>
          <p>
            {told(stopped.message)} {t('stopped.since', { at: formatDateTime(stopped.since, zone) })}
          </p>
          <p>
            {t('stopped.waiting', { n: stopped.waiting })}
            {stopped.kinds.length === 0 ? null : `: ${kindCounts(stopped.kinds)}`}.{' '}
            <PlaceLink to={{ view: 'list', filter: held }} testId="to-held">
              {t('stopped.show')}
            </PlaceLink>
          </p>
          <WhatWould branchId={branch.id} waiting={stopped.waiting} />
        </>
      )}
      {heldList === null ? null : (
        <>
          <p>
            {t('list.what', { rows: heldList.rows, missing: heldList.missing })}{' '}
            {t('list.polls', { n: heldList.polls })}
          </p>
          {heldList.first.length === 0 ? null : <Missing list={heldList} />}
        </>
      )}
    </Banner>
  );
}

/** Which of the known visits the list lacks: what can be looked up at the reception. */
function Missing({ list: { first, missing } }: { list: NonNullable<BranchState['heldList']> }) {
  return (
    <>
      <p>{t('list.first')}</p>
      <ul class="st-reasons" data-testid="held-first">
        {first.map(({ visitId, talonId, dealId, date, begin }) => (
          <li key={visitId}>
            <PlaceLink to={{ view: 'visit', id: visitId }}>
              {/* The clinic's own clock: no zone may move it. */}
              {t('list.visit', { id: talonId ?? visitId, at: formatDateTime(`${date}T${begin}:00Z`, 'UTC') })}
            </PlaceLink>
            {dealId === null ? null : (
              <>
                , <PlaceLink to={{ view: 'deal', id: dealId }}>{t('list.deal', { id: dealId })}</PlaceLink>
              </>
            )}
          </li>
        ))}
      </ul>
      {missing > first.length ? (
        <p class="am-small">{t('list.more', { n: missing - first.length })}</p>
      ) : null}
    </>
  );
}

/** What the answer will do, and then what it did; `branch` as it was when it was asked. */
export function JudgementDialog(props: {
  branch: BranchState;
  verdict: Verdict;
  onClose: () => void;
  onJudged: () => void;
}) {
  const { branch, verdict, onClose, onJudged } = props;
  const store = useStore();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [judged, setJudged] = useState<JudgedReply | null>(null);
  const run = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    const result = await store.api.judgeBranch(branch.id, verdict);
    setBusy(false);
    if (!result.ok) {
      setFailure(result.error);
      return;
    }
    setJudged(result.value);
    onJudged();
  };
  const close = (
    <Button kind={judged === null ? 'quiet' : 'primary'} onClick={onClose} testId="judge-close">
      {t(judged === null ? 'cancel' : 'close')}
    </Button>
  );
  return (
    <Dialog
      title={t(`${verdict}.title`, { branch: branch.title })}
      onClose={onClose}
      testId="judge"
      actions={
        judged === null ? (
          <>
            {close}
            <Button
              kind={verdict === 'approve' ? 'primary' : 'danger'}
              busy={busy}
              onClick={() => void run()}
              testId="judge-confirm"
            >
              {t(`${verdict}.confirm`)}
            </Button>
          </>
        ) : (
          close
        )
      }
    >
      <div role="status">
        {judged === null ? (
          <>
            {branch.stopped === null ? null : <p>{t(`${verdict}.events`, { n: branch.stopped.waiting })}</p>}
            {branch.heldList === null ? null : (
              <p>{t(`${verdict}.heldList`, { n: branch.heldList.missing })}</p>
            )}
          </>
        ) : (
          <p>{t(`${verdict}.done`, { n: judged.events })}</p>
        )}
      </div>
      {failure === null ? null : (
        <Banner tone="error" testId="error">
          {refusalText(t('judge.refused'), failure)}
        </Banner>
      )}
    </Dialog>
  );
}
