import { formatDateTime, formatTime, shortName } from '../ui/format.ts';
import { getLang } from '../ui/i18n.ts';
import { t } from './messages.ts';
import type { VisitProps } from './visit-card.tsx';
import { VisitMenu } from './visit-menu.tsx';
import { mayChange, statusText } from './visit-view.ts';

/** Any other visit of the deal, one line. */
export function VisitLine({ me, visit, zone, onMove, onCancel, onOpen }: VisitProps) {
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
      <span class="line__text">
        <span>
          {shortDate(visit.start, zone)} {formatTime(visit.start, zone)}
        </span>
        <span>{shortName(visit.doctorName).split('\u00a0')[0]}</span>
        <span class="line__status" data-testid={`panel-status-${visit.id}`}>
          {statusText(visit)}
        </span>
      </span>
      <VisitMenu
        label={t('actions', { when })}
        testId={`panel-menu-${visit.id}`}
        items={[
          { id: `panel-open-${visit.id}`, label: t('open'), run: onOpen },
          ...(mayChange(visit, me)
            ? [
                { id: `panel-move-${visit.id}`, label: t('move'), run: onMove },
                { id: `panel-cancel-${visit.id}`, label: t('cancel'), run: onCancel },
              ]
            : []),
        ]}
      />
    </li>
  );
}

function shortDate(instant: string, timeZone: string): string {
  const locale = getLang() === 'ru' ? 'ru-RU' : 'en-GB';
  return new Intl.DateTimeFormat(locale, { day: '2-digit', month: '2-digit', timeZone }).format(
    new Date(instant),
  );
}
