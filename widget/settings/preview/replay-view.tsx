import { useState } from 'preact/hooks';
import type { Replay, ReplayCounts, ReplayReply } from '../../../worker/preview/preview.schemas.ts';
import { Banner, Button } from '../../ui/components/index.ts';
import { formatDateTime, formatDay } from '../../ui/format.ts';
import type { ApiError } from '../../ui/http.ts';
import { ownZone } from '../branches/time-zones.ts';
import { refusalText } from '../errors.ts';
import { ru, t } from '../locales/preview.ts';
import { told } from '../shared/english.ts';
import { useStore } from '../store.ts';
import { onScreen } from './on-screen.ts';
import { DealLink, StageChip } from './parts.tsx';

type Outcome = ReplayReply['differences'][number]['saved'];
const kinds = ['created', 'moved', 'left', 'unknown'] as const;

/** The week decided again: how many deals, why they were left, and which of them would differ. */
export function ReplayView() {
  const { api } = useStore();
  const { drafts, valid } = onScreen.value;
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const [done, setDone] = useState<{ reply: ReplayReply; asked: string } | null>(null);
  const asked = JSON.stringify({ settings: drafts } satisfies Replay);
  const run = async (): Promise<void> => {
    setRunning(true);
    setError(null);
    const result = await api.replay(JSON.parse(asked) as Replay);
    setRunning(false);
    if (result.ok) setDone({ reply: result.value, asked });
    else setError(result.error);
  };
  return (
    <>
      <p class="am-small am-muted">{t('replay.hint')}</p>
      <div class="st-row">
        <Button
          kind={done === null ? 'primary' : 'secondary'}
          busy={running}
          disabled={!valid}
          onClick={() => void run()}
          testId="replay-run"
        >
          {t(done === null ? 'replay' : 'replay.again')}
        </Button>
        <span role="status" class="am-small st-warning">
          {done !== null && done.asked !== asked ? t('replay.stale') : null}
        </span>
      </div>
      {error === null ? null : (
        <Banner tone="error" testId="error">
          {refusalText(t('failed'), error)}
        </Banner>
      )}
      {done === null ? null : <Result reply={done.reply} />}
    </>
  );
}

function Result({ reply }: { reply: ReplayReply }) {
  if (reply.events === 0) return <p class="st-empty">{t('replay.empty')}</p>;
  return (
    <div class="st-preview__result" data-testid="replay-result">
      <p class="am-small">
        {t('replay.events', { n: reply.events, from: formatDay(reply.from, ownZone()) })}.
        {reply.complete ? null : ` ${t('replay.incomplete')}`}
      </p>
      <Counts saved={reply.saved} screen={reply.screen} />
      <h3>{t('differences')}</h3>
      {reply.differences.length === 0 ? (
        <p class="am-muted" data-testid="replay-alike">
          {t('differences.none')}
        </p>
      ) : (
        <ul class="st-differences" data-testid="replay-differences">
          {reply.differences.map((difference) => (
            <Difference key={`${difference.dealId}:${difference.visitId}`} difference={difference} />
          ))}
          {reply.moreDifferences > 0 ? (
            <li class="am-muted">{t('differences.more', { n: reply.moreDifferences })}</li>
          ) : null}
        </ul>
      )}
    </div>
  );
}

function Counts({ saved, screen }: { saved: ReplayCounts; screen: ReplayCounts }) {
  const reasons = [...new Map([...saved.reasons, ...screen.reasons].map((one) => [one.code, one]))].map(
    ([code, { text }]) => ({ code, text: reasonText(code, text) }),
  );
  const row = (key: string, label: string, before: number, after: number) => (
    <tr key={key} class={before === after ? 'st-compare__row' : 'st-compare__row st-compare__row--differs'}>
      <th scope="row">{label}</th>
      <td data-testid={`replay-${key}-saved`}>{before}</td>
      <td data-testid={`replay-${key}-screen`}>{after}</td>
    </tr>
  );
  const countOf = ({ reasons }: ReplayCounts, code: string) =>
    reasons.find((reason) => reason.code === code)?.count ?? 0;
  return (
    <table class="st-compare st-compare--counts">
      <thead>
        <tr>
          <th scope="col">{t('counts')}</th>
          <th scope="col">{t('col.saved')}</th>
          <th scope="col">{t('col.screen')}</th>
        </tr>
      </thead>
      <tbody>
        {kinds
          .filter((kind) => kind !== 'unknown' || saved.unknown + screen.unknown > 0)
          .map((kind) => row(kind, t(`count.${kind}`), saved[kind], screen[kind]))}
      </tbody>
      {reasons.length === 0 ? null : (
        <tbody>
          <tr class="st-compare__more">
            <th scope="rowgroup" colSpan={3}>
              {t('left.why')}
            </th>
          </tr>
          {reasons.map(({ code, text }) => row(code, text, countOf(saved, code), countOf(screen, code)))}
        </tbody>
      )}
    </table>
  );
}

function Difference({ difference }: { difference: ReplayReply['differences'][number] }) {
  const { dealId, talonId, visitId, at, branchId, saved, screen } = difference;
  const branch = useStore().branches.value?.find(({ id }) => id === branchId);
  return (
    <li>
      <div class="st-differences__head">
        {dealId === null ? (
          <span>{t('difference.visit', { id: talonId ?? visitId })}</span>
        ) : (
          <DealLink id={dealId} text={t('difference.deal', { id: dealId })} />
        )}
        <span class="am-small am-muted">{formatDateTime(at, branch?.timeZone ?? ownZone())}</span>
      </div>
      <dl>
        <dt>{t('col.saved')}</dt>
        <dd>
          <OutcomeView outcome={saved} />
        </dd>
        <dt>{t('col.screen')}</dt>
        <dd>
          <OutcomeView outcome={screen} />
        </dd>
      </dl>
    </li>
  );
}

function OutcomeView({ outcome }: { outcome: Outcome }) {
  const { kind, stage, reason } = outcome;
  const why = kind === 'left' ? reasonText(reason.code, reason.text) : null;
  return (
    <>
      {kind === 'moved' ? null : (
        <span>
          {t(kind === 'created' && stage !== null ? 'difference.createdOn' : `difference.${kind}`)}{' '}
        </span>
      )}
      {stage === null ? null : <StageChip stage={stage} />}
      {why === null ? null : <span class="am-small am-muted">{why}</span>}
    </>
  );
}

/** Counted reasons have no names of stages in them; an unknown one is told by an example. */
function reasonText(code: string, example: string): string {
  const key = `reason.${code}`;
  return isKey(key) ? t(key) : told(example);
}

function isKey(key: string): key is keyof typeof ru {
  return Object.hasOwn(ru, key);
}
