import { useState } from 'preact/hooks';
import type { MeReply } from '../../worker/session/session.schemas.ts';
import type { VisitDetails } from '../../worker/visits/details.schemas.ts';
import type { Api } from '../ui/api.ts';
import { Banner } from '../ui/components/banner.tsx';
import { Button } from '../ui/components/button.tsx';
import { Select } from '../ui/components/select.tsx';
import { formatDateTime } from '../ui/format.ts';
import { t as common, errorText } from '../ui/messages.ts';
import { Checking } from './checking.tsx';
import { DoneView } from './done-view.tsx';
import { enterConfirms } from './enter-confirms.ts';
import { t } from './messages.ts';
import { branchIn } from './model.ts';
import type { ReasonsModel } from './reasons-model.ts';
import { createSubmitModel } from './submit-model.ts';
import { Window } from './window.tsx';

type Props = {
  api: Api;
  me: MeReply;
  details: VisitDetails;
  reasons: ReasonsModel;
  onChanged: () => void;
  onClose: () => void;
};

export function CancelView({ api, me, details, reasons, onChanged, onClose }: Props) {
  const { visit } = details;
  const [submission] = useState(() => createSubmitModel(api, onChanged));
  const [reason, setReason] = useState('');
  const { timeZone } = branchIn(me, visit.branchId, visit.branchTitle);
  const phase = submission.phase.value;
  const error = submission.error.value;

  if (phase.kind === 'done') {
    return (
      <Window title={t('title.cancel')} onClose={onClose}>
        <DoneView
          kind="cancel"
          api={api}
          visit={phase.visit}
          timeZone={timeZone}
          dealId={null}
          onClose={onClose}
          onAgain={null}
        />
      </Window>
    );
  }
  const busy = phase.kind !== 'editing';
  return (
    <Window title={t('title.cancel')} onClose={onClose}>
      <form
        class="cancel"
        onKeyDown={enterConfirms}
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void submission.cancel(visit.id, reason === '' ? null : Number(reason));
        }}
      >
        <p class="cancel__when">{formatDateTime(visit.start, timeZone)}</p>
        <p>
          {visit.doctorName}
          <br />
          <span class="am-muted">
            {[details.patientName, visit.speciality, visit.branchTitle]
              .filter((part) => part !== '')
              .join(' · ')}
          </span>
        </p>
        <Select
          label={t('cancel.reason')}
          value={reason}
          testId="cancel-reason"
          disabled={busy}
          options={[
            { value: '', label: t(reasons.loading.value ? 'cancel.loading' : 'cancel.noReason') },
            ...reasons.reasons.value.map((item) => ({ value: String(item.id), label: item.name })),
          ]}
          onChange={setReason}
        />
        {reasons.error.value === null ? null : (
          <Banner
            tone="warning"
            testId="reasons-error"
            action={
              <Button
                small
                busy={reasons.loading.value}
                testId="reasons-retry"
                onClick={() => void reasons.load()}
              >
                {common('retry')}
              </Button>
            }
          >
            {t('cancel.noReasons')} {errorText(reasons.error.value)}
          </Banner>
        )}
        <p class="am-small am-muted">{t('cancel.hint')}</p>
        {error === null ? null : (
          <Banner tone="error" testId="book-error">
            {errorText(error)}
          </Banner>
        )}
        {phase.kind === 'checking' ? <Checking since={phase.since} /> : null}
        <div class="cancel__actions">
          <Button onClick={onClose}>{t('cancel.keep')}</Button>
          <Button kind="danger" type="submit" busy={busy} testId="cancel-submit">
            {t('cancel.submit')}
          </Button>
        </div>
      </form>
    </Window>
  );
}
