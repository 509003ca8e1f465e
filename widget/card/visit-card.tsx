import type { MeReply } from '../../worker/session/session.schemas.ts';
import type { Visit } from '../../worker/visits/visits.schemas.ts';
import { Badge } from '../ui/components/badge.tsx';
import { Button } from '../ui/components/button.tsx';
import { formatDateTime, formatDayParts, formatTime, nearDay } from '../ui/format.ts';
import { t as common, roomText } from '../ui/messages.ts';
import { t } from './messages.ts';
import { mayChange, statusText, statusTone } from './visit-view.ts';

export type VisitProps = {
  me: MeReply;
  visit: Visit;
  zone: string;
  onMove: () => void;
  onCancel: () => void;
  onOpen: () => void;
};

/** The visit that drives the deal: date and time largest. */
export function VisitCard({ me, visit, zone, onMove, onCancel, onOpen }: VisitProps) {
  const near = nearDay(visit.start, Date.now(), zone);
  const { date, weekday } = formatDayParts(visit.start, zone);
  const time = formatTime(visit.start, zone);
  const when = formatDateTime(visit.start, zone);
  const where = [visit.speciality, visit.branchTitle, visit.room === '' ? '' : roomText(visit.room)]
    .filter((part) => part !== '')
    .join(' · ');
  return (
    <article class={visit.open ? 'visit' : 'visit visit--over'} data-testid={`panel-visit-${visit.id}`}>
      <div class="visit__top">
        <span class="muted">{t(visit.open ? 'next' : 'last')}</span>
        <Badge tone={statusTone(visit)} testId={`panel-status-${visit.id}`}>
          {statusText(visit)}
        </Badge>
      </div>
      <p class="visit__when">{near === null ? `${date}, ${time}` : `${common(near)}, ${time}`}</p>
      <p class="muted">{near === null ? weekday : `${date}, ${weekday}`}</p>
      <div class="visit__who">
        <p class="visit__doctor">{visit.doctorName}</p>
        <p class="muted">{where}</p>
      </div>
      <div class="visit__actions">
        {mayChange(visit, me) ? (
          <>
            <Button
              small
              testId={`panel-move-${visit.id}`}
              aria-label={t('moveVisit', { when })}
              onClick={onMove}
            >
              {t('move')}
            </Button>
            <Button
              small
              testId={`panel-cancel-${visit.id}`}
              aria-label={t('cancelVisit', { when })}
              onClick={onCancel}
            >
              {t('cancel')}
            </Button>
          </>
        ) : null}
        <button
          type="button"
          class="icon"
          data-testid={`panel-open-${visit.id}`}
          aria-label={t('openVisit', { when })}
          title={t('open')}
          onClick={onOpen}
        >
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <circle cx="3" cy="8" r="1.5" />
            <circle cx="8" cy="8" r="1.5" />
            <circle cx="13" cy="8" r="1.5" />
          </svg>
        </button>
      </div>
    </article>
  );
}
