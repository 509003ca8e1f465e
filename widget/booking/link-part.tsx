import { useState } from 'preact/hooks';
import type { Visit } from '../../worker/visits/visits.schemas.ts';
import type { Api } from '../ui/api.ts';
import { Button } from '../ui/components/button.tsx';
import { TextField } from '../ui/components/text-field.tsx';
import type { ApiError, ApiResult } from '../ui/http.ts';
import { t } from './messages.ts';

type Props = {
  api: Api;
  visit: Visit;
  dealId: number | null;
  onChanged: () => Promise<void>;
  onProblem: (error: ApiError | null) => void;
};

/** A wrong link is undone in one click, the right one made by hand: to the deal that is open, or by its number. */
export function LinkPart({ api, visit, dealId, onChanged, onProblem }: Props) {
  const [busy, setBusy] = useState(false);
  const [typed, setTyped] = useState('');
  const run = async (request: Promise<ApiResult<unknown>>): Promise<void> => {
    setBusy(true);
    onProblem(null);
    const reply = await request;
    if (reply.ok) await onChanged();
    else onProblem(reply.error);
    setBusy(false);
  };
  if (visit.dealId !== null) {
    return (
      <div class="link-part">
        <p class="am-small am-muted">{t('link.here', { id: visit.dealId })}</p>
        <Button
          small
          kind="quiet"
          busy={busy}
          testId="visit-unlink"
          onClick={() => void run(api.unlinkVisit(visit.id))}
        >
          {t('link.undo')}
        </Button>
      </div>
    );
  }
  const wanted = dealId ?? (/^\d{1,15}$/.test(typed.trim()) ? Number(typed) : null);
  return (
    <form
      class="link-part"
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted !== null && !busy) void run(api.linkVisit(visit.id, wanted));
      }}
    >
      <p class="link-part__none">{t('link.none')}</p>
      {dealId === null ? (
        <TextField
          label={t('link.deal')}
          inputMode="numeric"
          value={typed}
          testId="visit-link-deal"
          onInput={setTyped}
        />
      ) : null}
      <Button
        busy={busy}
        disabled={wanted === null}
        testId="visit-link"
        onClick={() => {
          if (wanted !== null) void run(api.linkVisit(visit.id, wanted));
        }}
      >
        {t(dealId === null ? 'link.make' : 'link.makeHere')}
      </Button>
    </form>
  );
}
