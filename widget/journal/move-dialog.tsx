import { useEffect, useId, useLayoutEffect, useState } from 'preact/hooks';
import type { JournalVisit } from '../../worker/journal/journal.schemas.ts';
import type { Slot } from '../../worker/visits/visits.schemas.ts';
import { nearestOf } from '../booking/refusal.ts';
import { createSubmitModel } from '../booking/submit-model.ts';
import { zoneOf } from '../card/visit-view.ts';
import { Banner } from '../ui/components/banner.tsx';
import { Button } from '../ui/components/button.tsx';
import { Dialog } from '../ui/components/dialog.tsx';
import { formatDateTime, formatTime } from '../ui/format.ts';
import { errorText, roomText } from '../ui/messages.ts';
import { t } from './messages.ts';
import type { JournalModel } from './model.ts';

export type Move = { visit: JournalVisit; slot: Slot };
type Props = {
  model: JournalModel;
  move: Move;
  /** What was done, in words; null: nothing. */
  onClose: (done: string | null) => void;
};

/** A slip of the mouse moves nobody: what will change is said first. */
export function MoveDialog({ model, move, onClose }: Props) {
  const { visit } = move;
  /** Another one than was dropped on, when that was taken meanwhile. */
  const [slot, setSlot] = useState(move.slot);
  const [submission] = useState(() => createSubmitModel(model.api, () => undefined));
  const submitId = useId();
  const zone = zoneOf(visit, model.me);
  const phase = submission.phase.value;
  const error = submission.error.value;
  const doctor = model.doctors.value.get(visit.branchId)?.find(({ id }) => id === slot.doctorId);
  const when = spanText(slot, zone);
  const nearest = error === null ? [] : nearestOf(error);
  // Enter confirms, also what was chosen of the nearest. Not by `autofocus`: browsers ignore that in a frame of another origin.
  useLayoutEffect(() => document.getElementById(submitId)?.focus(), [slot]);
  useEffect(() => submission.dispose, [submission]);
  useEffect(() => {
    if (phase.kind === 'done') onClose(t('move.done', { when }));
  }, [phase.kind]);

  const submit = (): void => {
    const { doctorId, start, end } = slot;
    void submission.change(visit.id, { ...(doctorId === visit.doctorId ? {} : { doctorId }), start, end });
  };
  const before = [visit.doctorName, roomText(visit.room)].filter((part) => part !== '').join(', ');
  const after = [doctor?.name ?? '', roomText(slot.room)].filter((part) => part !== '').join(', ');
  return (
    <Dialog
      title={t('move.title')}
      testId="journal-move"
      onClose={() => onClose(null)}
      actions={
        <>
          <Button onClick={() => onClose(null)}>{t('move.keep')}</Button>
          <Button
            kind="primary"
            busy={phase.kind !== 'editing'}
            testId="journal-move-submit"
            id={submitId}
            onClick={submit}
          >
            {t('move.submit')}
          </Button>
        </>
      }
    >
      <dl class="jr-move">
        <dt>{t('move.patient')}</dt>
        <dd>{visit.patientName ?? t('noName')}</dd>
        <dt>{t('move.from')}</dt>
        <dd>
          {formatDateTime(visit.start, zone)}–{formatTime(visit.end, zone)}
          <br />
          {before}
        </dd>
        <dt>{t('move.to')}</dt>
        <dd>
          <strong>{when}</strong>
          <br />
          {after === before ? after : <strong>{after}</strong>}
        </dd>
      </dl>
      <p class="am-small am-muted">{t('move.note')}</p>
      {phase.kind === 'checking' ? <Banner tone="info">{t('move.checking')}</Banner> : null}
      {error === null ? null : (
        <Banner tone="error" testId="journal-move-error">
          {errorText(error)}
        </Banner>
      )}
      {nearest.length === 0 ? null : (
        <fieldset class="jr-nearest">
          <legend>{t('move.nearest')}</legend>
          {nearest.map((one, index) => (
            <Button
              key={`${one.doctorId}${one.start}${one.room}`}
              testId={`journal-nearest-${index}`}
              onClick={() => {
                submission.dismiss();
                setSlot(one);
              }}
            >
              {spanText(one, zone)}
            </Button>
          ))}
        </fieldset>
      )}
    </Dialog>
  );
}

function spanText({ start, end }: Slot, zone: string): string {
  return `${formatDateTime(start, zone)}–${formatTime(end, zone)}`;
}
