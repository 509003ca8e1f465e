import { useState } from 'preact/hooks';
import type { VisitDetails } from '../../worker/visits/details.schemas.ts';
import type { Api } from '../ui/api.ts';
import { Button } from '../ui/components/button.tsx';
import { Select } from '../ui/components/select.tsx';
import type { ApiError } from '../ui/http.ts';
import { enterConfirms } from './enter-confirms.ts';
import { t } from './messages.ts';

type Props = {
  api: Api;
  details: VisitDetails;
  onChanged: () => Promise<void>;
  onProblem: (error: ApiError | null) => void;
};

/** The clinic's own statuses. «Отменён» is not among them: a cancellation has a reason and a button of its own. */
export function StatusPart({ api, details, onChanged, onProblem }: Props) {
  const { visit, statuses } = details;
  const [chosen, setChosen] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const present = String(visit.statusId ?? '');
  const value = chosen ?? present;
  const save = async (): Promise<void> => {
    setBusy(true);
    onProblem(null);
    const reply = await api.patchVisit(visit.id, { statusId: Number(value) });
    if (reply.ok) await onChanged();
    else onProblem(reply.error);
    setBusy(false);
    setChosen(null);
  };
  return (
    <form
      class="status-part"
      onKeyDown={enterConfirms}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && value !== present) void save();
      }}
    >
      <Select
        label={t('visit.status')}
        value={value}
        testId="visit-status"
        disabled={busy}
        options={statuses
          .filter(({ id, meaning }) => meaning !== 'cancelled' || id === visit.statusId)
          .map(({ id, name }) => ({ value: String(id), label: name }))}
        onChange={setChosen}
      />
      <Button
        kind={value === present ? 'secondary' : 'primary'}
        type="submit"
        busy={busy}
        disabled={value === present}
        testId="visit-status-save"
      >
        {t('visit.saveStatus')}
      </Button>
    </form>
  );
}
