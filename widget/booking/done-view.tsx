import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Visit } from '../../worker/visits/visits.schemas.ts';
import { Button } from '../ui/components/button.tsx';
import { formatDateTime } from '../ui/format.ts';
import { roomText } from '../ui/messages.ts';
import { t } from './messages.ts';

type Props = {
  kind: 'book' | 'move' | 'cancel';
  visit: Visit;
  timeZone: string;
  /** The deal whose card is open. */
  dealId: number | null;
  onClose: () => void;
  onAgain: (() => void) | null;
};

/** What was done in both systems. */
export function DoneView({ kind, visit, timeZone, dealId, onClose, onAgain }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [copied, setCopied] = useState(false);
  const when = formatDateTime(visit.start, timeZone);
  const where = [visit.branchTitle, roomText(visit.room)].filter((part) => part !== '').join(', ');
  useLayoutEffect(() => heading.current?.focus(), []);

  const copy = async (): Promise<void> => {
    const text = t(kind === 'move' ? 'done.textMoved' : 'done.text', {
      when,
      doctor: visit.doctorName,
      where,
    });
    setCopied(await copyText(text));
  };
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
            ? t('done.deal')
            : t('done.newDeal', { id: visit.dealId })}
        </li>
      </ul>
      <div class="done__actions">
        {kind === 'cancel' ? null : (
          <Button testId="done-copy" onClick={() => void copy()}>
            {t(copied ? 'done.copied' : 'done.copy')}
          </Button>
        )}
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

/** A frame may be without the clipboard's permission: then the text is selected and copied the old way. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}
