import { useState } from 'preact/hooks';
import type { JournalVisit } from '../../worker/journal/journal.schemas.ts';
import { statusText, statusTone, zoneOf } from '../card/visit-view.ts';
import { Badge } from '../ui/components/badge.tsx';
import { Button } from '../ui/components/button.tsx';
import { Skeleton } from '../ui/components/skeleton.tsx';
import { addDays, formatDate, formatDateTime, formatPhone, shortName } from '../ui/format.ts';
import type { ApiError } from '../ui/http.ts';
import { errorText } from '../ui/messages.ts';
import { t } from './messages.ts';
import type { JournalModel } from './model.ts';
import { dateOf, foundIn } from './visits.ts';

type Props = {
  model: JournalModel;
  query: string;
  onOpen: (visit: JournalVisit) => void;
  onShow: (day: string) => void;
};

/** What was read beyond the days in view. */
type Further = { after: string; visits: readonly JournalVisit[]; to: string };

const DAYS = 7;

/** Names and phones are looked for here in the page: they do not belong into addresses. Further weeks are read on demand. */
export function Results({ model, query, onOpen, onShow }: Props) {
  const days = model.days.value;
  const [first = '', last = first] = [days[0], days.at(-1)];
  const nothing: Further = { after: last, visits: [], to: last };
  const [read, setRead] = useState(nothing);
  // Of the days that were in view before: not of these.
  const further = read.after === last ? read : nothing;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiError | null>(null);

  const next = addDays(further.to, DAYS);
  const searchOn = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    const reply = await model.api.journal({ from: addDays(further.to, 1), to: next });
    setBusy(false);
    if (reply.ok) setRead({ after: last, visits: [...further.visits, ...reply.value.visits], to: next });
    else setProblem(reply.error);
  };
  // What was read for other days is not what is looked through.
  const here = model.shown.value?.journal.visits ?? null;
  if (here === null) return <Skeleton height={120} />;
  const found = foundIn([...here, ...further.visits], query);
  return (
    <section class="jr-results" aria-label={t('search')} data-testid="journal-results">
      <p role="status">
        {found.length === 0 ? t('search.none') : t('search.found', { n: found.length })}{' '}
        <span class="am-muted">
          {t('search.period', { from: formatDate(first), to: formatDate(further.to) })}
        </span>
      </p>
      <ul>
        {found.map((visit) => (
          <li key={visit.id} class="jr-found">
            <button
              type="button"
              class="jr-found__visit"
              data-testid={`journal-found-${visit.id}`}
              onClick={() => onOpen(visit)}
            >
              <b>{visit.patientName ?? t('noName')}</b>
              <span class="am-muted">{formatPhone(visit.patientPhone ?? '')}</span>
              <span>{formatDateTime(visit.start, zoneOf(visit, model.me))}</span>
              <span class="am-muted">
                {shortName(visit.doctorName)} · {visit.branchTitle}
              </span>
            </button>
            <Badge tone={statusTone(visit)}>{statusText(visit)}</Badge>
            <Button small kind="quiet" onClick={() => onShow(dateOf(visit))}>
              {t('search.show')}
            </Button>
          </li>
        ))}
      </ul>
      {problem === null ? null : <p role="alert">{errorText(problem)}</p>}
      <div>
        <Button busy={busy} testId="journal-search-more" onClick={() => void searchOn()}>
          {t('search.more', { to: formatDate(next) })}
        </Button>
      </div>
    </section>
  );
}
