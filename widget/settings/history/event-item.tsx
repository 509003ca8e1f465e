import { useState } from 'preact/hooks';
import type { EventReply } from '../../../worker/history/events.schemas.ts';
import { Badge, type BadgeTone } from '../../ui/components/index.ts';
import { formatAgo, formatDateTime, formatTime } from '../../ui/format.ts';
import { t } from '../locales/history.ts';
import { useStore } from '../store.ts';
import { EventDetail } from './event-detail.tsx';
import { headline } from './headline.ts';
import { zoneOf } from './zone.ts';

type Shown = EventReply['outcome'] | 'held' | 'waits';

const tones: Record<Shown, BadgeTone> = {
  pending: 'info',
  waits: 'warning',
  held: 'warning',
  done: 'success',
  failed: 'error',
  ignored: 'neutral',
};

/** Between two attempts is not «at work»: something went wrong already. */
export function shownOutcome({ outcome, held, attempts }: EventReply): Shown {
  return held ? 'held' : outcome === 'pending' && attempts > 0 ? 'waits' : outcome;
}

export function OutcomeBadge({ event }: { event: EventReply }) {
  const outcome = shownOutcome(event);
  return <Badge tone={tones[outcome]}>{t(`outcome.${outcome}`)}</Badge>;
}

/** `now`: «2 мин назад»; null: the time of day, in a story whose days have headings. */
type Props = { event: EventReply; now: number | null };

/** One sentence; what was done and why one click deeper. */
export function EventItem({ event: listed, now }: Props) {
  const store = useStore();
  const [open, setOpen] = useState(false);
  const [event, setEvent] = useState(listed);
  const branches = store.branches.value ?? [];
  const branch = branches.find(({ id }) => id === event.branchId);
  const zone = zoneOf(store, event.branchId);
  return (
    <details
      class="st-event"
      data-testid={`event-${event.id}`}
      onToggle={(toggled) => setOpen(toggled.currentTarget.open)}
    >
      <summary>
        <time dateTime={event.at} title={formatDateTime(event.at, zone)} class="am-small am-muted">
          {now === null ? formatTime(event.at, zone) : formatAgo(event.at, now)}
        </time>
        <span class="st-event__text">
          {headline(event)}
          {branch === undefined || branches.length < 2 ? null : (
            <span class="am-small am-muted"> {branch.title}</span>
          )}
        </span>
        <OutcomeBadge event={event} />
      </summary>
      {open ? (
        <div class="st-event__detail">
          <EventDetail id={event.id} onRead={setEvent} />
        </div>
      ) : null}
    </details>
  );
}
