import { useEffect } from 'preact/hooks';
import type { MeReply } from '../../worker/session/session.schemas.ts';
import type { Visit } from '../../worker/visits/visits.schemas.ts';
import type { DealCard } from '../amocrm/card-context.ts';
import { offersJournal } from '../amocrm/journal-where.ts';
import { Button } from '../ui/components/button.tsx';
import { Skeleton } from '../ui/components/skeleton.tsx';
import type { ApiError } from '../ui/http.ts';
import { errorText } from '../ui/messages.ts';
import { EndedNotice } from './ended-notice.tsx';
import { isHiddenOn } from './hidden.ts';
import { t } from './messages.ts';
import { PersonLine, PersonSkeleton } from './person-line.tsx';
import { troubleText } from './trouble.ts';
import { type PanelApi, type PanelData, usePanelData } from './use-panel-data.ts';
import { VisitCard } from './visit-card.tsx';
import { VisitLine } from './visit-line.tsx';
import { mayBook, zoneOf } from './visit-view.ts';

export type PanelAction =
  | { mode: 'book' }
  | { mode: 'journal' }
  | { mode: 'move' | 'cancel' | 'visit'; visitId: string };

type Props = {
  api: PanelApi;
  card: DealCard;
  /** Grows when visits changed elsewhere (booking window). */
  revision: number;
  onAction: (action: PanelAction) => void;
  /** It is known who looks and what is allowed. */
  onReady: (me: MeReply) => void;
};

export function Panel(props: Props) {
  const { data, ended, dismiss, retry } = usePanelData(props.api, props.card.dealId, props.revision);
  const me = data.kind === 'ready' ? data.me : null;
  const { onReady } = props;
  useEffect(() => {
    if (me !== null) onReady(me);
  }, [me, onReady]);
  return (
    <section
      class="panel"
      data-testid="panel"
      data-state={data.kind}
      aria-label={t('panel')}
      aria-busy={data.kind === 'loading'}
    >
      <div class="notices" role="status">
        {ended.map((one) => (
          <EndedNotice
            key={one.visit.id}
            ended={one}
            zone={me === null ? 'UTC' : zoneOf(one.visit, me)}
            onDismiss={() => dismiss(one)}
          />
        ))}
      </div>
      {data.kind === 'loading' ? <Loading /> : null}
      {data.kind === 'failed' ? <Failed error={data.error} onRetry={retry} /> : null}
      {data.kind === 'ready' ? <Ready {...props} data={data} /> : null}
    </section>
  );
}

/** In this order nothing that is already there moves when more becomes known. */
function Ready({ data, card, onAction }: Props & { data: Extract<PanelData, { kind: 'ready' }> }) {
  const { me, reply, contact } = data;
  const [first, ...others] = reply.visits;
  const notice = noticeFor(me, card);
  const act = (visit: Visit) => ({
    me,
    visit,
    zone: zoneOf(visit, me),
    onMove: () => onAction({ mode: 'move', visitId: visit.id }),
    onCancel: () => onAction({ mode: 'cancel', visitId: visit.id }),
    onOpen: () => onAction({ mode: 'visit', visitId: visit.id }),
  });
  const trouble = troubleText(reply, {
    offlineSince: data.offline ? data.loadedAt : null,
    timeZone: mainZone(me),
    branches: me.branches,
  });
  return (
    <>
      {contact === undefined ? null : <PersonLine contact={contact} />}
      {first === undefined ? (
        <div class="empty">
          <p>{notice ?? t('empty')}</p>
        </div>
      ) : (
        <VisitCard key={first.id} {...act(first)} />
      )}
      {notice === null && mayBook(me) ? (
        <Button kind="primary" wide testId="panel-book" onClick={() => onAction({ mode: 'book' })}>
          {t(first === undefined ? 'book' : 'bookAgain')}
        </Button>
      ) : null}
      {notice !== null && first !== undefined ? <p class="notice">{notice}</p> : null}
      <p class="trouble" role="status" data-testid="panel-trouble" hidden={trouble === null}>
        {trouble}
      </p>
      {others.length === 0 ? null : (
        <ul class="lines" aria-label={t('others')}>
          {others.map((visit) => (
            <VisitLine key={visit.id} {...act(visit)} />
          ))}
        </ul>
      )}
      {offersJournal(me, card.pipelineId) && card.dealId !== 0 ? (
        <Button kind="quiet" wide testId="panel-journal" onClick={() => onAction({ mode: 'journal' })}>
          {t('journal')}
        </Button>
      ) : null}
    </>
  );
}

/** Why nothing can be booked here, in one sentence. */
function noticeFor(me: MeReply, card: DealCard): string | null {
  if (me.branches.length === 0) return t('noBranch');
  if (card.dealId === 0) return t('unsaved');
  return isHiddenOn(me, card) ? t('hidden') : null;
}

function mainZone(me: MeReply): string {
  const branch = me.branches.find((candidate) => candidate.main) ?? me.branches[0];
  return branch?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function Loading() {
  return (
    <>
      <PersonSkeleton />
      <Skeleton height={VISIT_HEIGHT} />
      <Skeleton height={36} />
    </>
  );
}

/** Of the card of a visit, of what stands in its place when there is none, and of its skeleton (panel.css). */
const VISIT_HEIGHT = 226;

function Failed({ error, onRetry }: { error: ApiError; onRetry: () => void }) {
  const known = refusalText(error.code);
  return (
    <>
      <div class="empty">
        <p role="status">{known ?? errorText(error)}</p>
      </div>
      {known === null ? (
        <Button wide onClick={onRetry} testId="panel-retry">
          {t('retry')}
        </Button>
      ) : null}
    </>
  );
}

/** What pressing again would not change. */
function refusalText(code: string): string | null {
  switch (code) {
    case 'access.none':
      return t('noAccess');
    case 'setup.no_branch':
      return t('noBranch');
    case 'account.not_installed':
      return t('notInstalled');
    default:
      return null;
  }
}
