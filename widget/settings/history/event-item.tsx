import { useCallback, useState } from 'preact/hooks';
import type { EventReply } from '../../../worker/history/events.schemas.ts';
import { Badge, type BadgeTone } from '../../ui/components/index.ts';
import { formatAgo, formatDateTime } from '../../ui/format.ts';
import { ownZone } from '../branches/time-zones.ts';
import { t } from '../locales/history.ts';
import { useStore } from '../store.ts';
import { headline } from './headline.ts';

const tones: Record<EventReply['outcome'], BadgeTone> = {
  pending: 'info',
  done: 'success',
  failed: 'error',
  ignored: 'neutral',
};

/** One sentence; what was done and why one click deeper. */
export function EventItem({ event, now }: { event: EventReply; now: number }) {
  const store = useStore();
  const [open, setOpen] = useState(false);
  const branch = store.branches.value?.find(({ id }) => id === event.branchId);
  const exact = formatDateTime(event.at, branch?.timeZone ?? ownZone());
  const onToggle = useCallback(
    (toggled: { currentTarget: HTMLDetailsElement }) => setOpen(toggled.currentTarget.open),
    [],
  );
  return (
    <details class="st-event" data-testid={`event-${event.id}`} onToggle={onToggle}>
      <summary>
        <time dateTime={event.at} title={exact} class="am-small am-muted">
          {formatAgo(event.at, now)}
        </time>
        <span class="st-event__text">
          {headline(event)}
          {branch === undefined ? null : <span class="am-small am-muted"> {branch.title}</span>}
        </span>
        <Badge tone={tones[event.outcome]}>{t(`outcome.${event.outcome}`)}</Badge>
      </summary>
      {open ? <Detail event={event} exact={exact} /> : null}
    </details>
  );
}

function Detail({ event, exact }: { event: EventReply; exact: string }) {
  const store = useStore();
  const { decision, visitId, dealId } = event;
  return (
    <div class="st-event__detail">
      <p class="am-small am-muted">
        {exact}
        {visitId === null ? null : ` · ${t('ref.visit', { id: visitId })}`}
        {dealId === null ? null : (
          <>
            {' · '}
            <a href={`${store.me.account.origin}/leads/detail/${dealId}`} target="_blank" rel="noreferrer">
              {t('ref.deal', { id: dealId })}
            </a>
          </>
        )}
      </p>
      {decision === null ? (
        <p>{t('noDecision')}</p>
      ) : (
        <>
          <Lines
            title={t('actions')}
            none={t('noActions')}
            lines={decision.actions.map(({ text }) => text)}
          />
          <Lines
            title={t('reasons')}
            none={t('noReasons')}
            lines={decision.reasons.map(({ text }) => text)}
          />
        </>
      )}
    </div>
  );
}

function Lines({ title, none, lines }: { title: string; none: string; lines: readonly string[] }) {
  return (
    <>
      <h3>{title}</h3>
      {lines.length === 0 ? (
        <p class="am-muted">{none}</p>
      ) : (
        <ul>
          {[...new Set(lines)].map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </>
  );
}
