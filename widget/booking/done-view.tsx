import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { VisitDetails } from '../../worker/visits/details.schemas.ts';
import type { Visit } from '../../worker/visits/visits.schemas.ts';
import type { Api } from '../ui/api.ts';
import { Button } from '../ui/components/button.tsx';
import { formatDateTime } from '../ui/format.ts';
import { roomText } from '../ui/messages.ts';
import { ForPatient } from './for-patient.tsx';
import { t } from './messages.ts';

type Props = {
  kind: 'book' | 'move' | 'change' | 'cancel';
  api: Api;
  visit: Visit;
  timeZone: string;
  /** The deal whose card is open. */
  dealId: number | null;
  onClose: () => void;
  onAgain: (() => void) | null;
};

/** What was done in both systems. */
export function DoneView({ kind, api, visit, timeZone, dealId, onClose, onAgain }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const when = formatDateTime(visit.start, timeZone);
  const where = [visit.branchTitle, roomText(visit.room)].filter((part) => part !== '').join(', ');
  useLayoutEffect(() => heading.current?.focus(), []);
  return (
    <section class="done" data-testid="book-done">
      <span class="done__sign" aria-hidden="true">
        ✓
      </span>
      <h2 ref={heading} tabIndex={-1}>
        {t(`done.${kind}`)}
      </h2>
      <p class="done__when">{when}</p>
      <p>
        {[visit.doctorName, visit.speciality].filter((part) => part !== '').join(', ')}
        <br />
        <span class="am-muted">{where}</span>
      </p>
      <ul class="done__facts">
        <li>{visit.talonId === null ? t('done.clinicNoId') : t('done.clinic', { id: visit.talonId })}</li>
        <li>
          {dealId === null || visit.dealId === null || visit.dealId === dealId
            ? t(
                visit.dealId === null && dealId === null && kind === 'book'
                  ? 'done.dealFollows'
                  : 'done.deal',
              )
            : t('done.newDeal', { id: visit.dealId })}
        </li>
      </ul>
      {kind === 'cancel' ? null : (
        <AfterBooking kind={kind === 'move' ? 'move' : 'book'} api={api} visit={visit} timeZone={timeZone} />
      )}
      <div class="done__actions">
        {onAgain === null ? null : (
          <Button testId="done-again" onClick={onAgain}>
            {t('done.again')}
          </Button>
        )}
        <Button kind="primary" testId="done-close" onClick={onClose}>
          {t('close')}
        </Button>
      </div>
    </section>
  );
}

/** Address and preparation come a moment later; without them the text is what it can be. */
function AfterBooking(props: { kind: 'book' | 'move'; api: Api; visit: Visit; timeZone: string }) {
  const { kind, api, visit, timeZone } = props;
  const [details, setDetails] = useState<VisitDetails | 'loading' | null>('loading');
  useEffect(() => {
    let current = true;
    void api.visitDetails(visit.id).then((reply) => {
      if (current) setDetails(reply.ok ? reply.value : null);
    });
    return () => {
      current = false;
    };
  }, [api, visit.id]);
  const known = details === 'loading' || details === null ? { address: '', preparation: [] } : details;
  return (
    <ForPatient
      ready={details !== 'loading'}
      told={{ kind, visit, timeZone, address: known.address, preparation: known.preparation }}
    />
  );
}
