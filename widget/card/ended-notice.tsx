import { formatDateTime } from '../ui/format.ts';
import { getLang } from '../ui/i18n.ts';
import { t as common } from '../ui/messages.ts';
import type { Ended } from './ended.ts';
import { t } from './messages.ts';

/** What became of a booking that was still being checked when its window was closed. */
export function EndedNotice(props: { ended: Ended; zone: string; onDismiss: () => void }) {
  const { ended, zone } = props;
  return (
    <div
      class={ended.kind === 'booked' ? 'ended ended--booked' : 'ended ended--failed'}
      data-testid={`panel-ended-${ended.visit.id}`}
    >
      <p>{endedText(ended, zone)}</p>
      <button type="button" class="icon" aria-label={common('close')} onClick={props.onDismiss}>
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
          <path d="M4 4l8 8M12 4l-8 8" fill="none" stroke="currentColor" stroke-width="1.5" />
        </svg>
      </button>
    </div>
  );
}

export function endedText(ended: Ended, zone: string): string {
  const when = formatDateTime(ended.visit.start, zone);
  if (ended.kind === 'booked') return t('ended.booked', { when, doctor: ended.visit.doctorName });
  // What ArchiMed+ says is Russian.
  const isTold = ended.code === 'visits.refused' && ended.message !== '' && getLang() === 'ru';
  if (ended.kind === 'unchanged') {
    const why = isTold ? t('ended.answer', { message: ended.message }) : '';
    return `${t('ended.unchanged', { when })}${why}`;
  }
  if (ended.code === 'visits.slot_taken') return t('ended.taken', { when });
  return isTold ? t('ended.refused', { when, message: ended.message }) : t('ended.failed', { when });
}
