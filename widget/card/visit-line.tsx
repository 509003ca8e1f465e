import { formatDateTime, formatTime, shortName } from '../ui/format.ts';
import { getLang } from '../ui/i18n.ts';
import { t } from './messages.ts';
import type { VisitProps } from './visit-card.tsx';
import { mayChange, statusText } from './visit-view.ts';

/** Any other visit of the deal, one line. */
export function VisitLine({ me, visit, zone, onMove, onCancel }: VisitProps) {
  const when = formatDateTime(visit.start, zone);
  const details = [when, visit.doctorName, visit.speciality, visit.branchTitle, visit.room]
    .filter((part) => part !== '')
    .join(', ');
  return (
    <li
      class={visit.open ? 'line' : 'line line--over'}
      data-testid={`panel-visit-${visit.id}`}
      title={details}
    >
      <span class="line__when">
        {shortDate(visit.start, zone)} {formatTime(visit.start, zone)}
      </span>
      <span class="line__who">{shortName(visit.doctorName).split('\u00a0')[0]}</span>
      <span class="line__status" data-testid={`panel-status-${visit.id}`}>
        {statusText(visit)}
      </span>
      {mayChange(visit, me) ? (
        <span class="line__actions">
          <button
            type="button"
            class="icon"
            data-testid={`panel-move-${visit.id}`}
            aria-label={t('moveVisit', { when })}
            title={t('move')}
            onClick={onMove}
          >
            <Icon path="M2 6h10M9 3l3 3-3 3M14 10H4M7 7l-3 3 3 3" />
          </button>
          <button
            type="button"
            class="icon"
            data-testid={`panel-cancel-${visit.id}`}
            aria-label={t('cancelVisit', { when })}
            title={t('cancel')}
            onClick={onCancel}
          >
            <Icon path="M4 4l8 8M12 4l-8 8" />
          </button>
        </span>
      ) : null}
    </li>
  );
}

function Icon({ path }: { path: string }) {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={path} fill="none" stroke="currentColor" stroke-width="1.5" />
    </svg>
  );
}

function shortDate(instant: string, timeZone: string): string {
  const locale = getLang() === 'ru' ? 'ru-RU' : 'en-GB';
  return new Intl.DateTimeFormat(locale, { day: '2-digit', month: '2-digit', timeZone }).format(
    new Date(instant),
  );
}
