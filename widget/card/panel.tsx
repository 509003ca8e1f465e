import type { MeReply } from '../../worker/session/session.schemas.ts';
import type { Visit } from '../../worker/visits/visits.schemas.ts';
import type { DealCard } from '../amocrm/card-context.ts';
import { Button } from '../ui/components/button.tsx';
import { Skeleton } from '../ui/components/skeleton.tsx';
import type { ApiError } from '../ui/http.ts';
import { t } from './messages.ts';
import { troubleText } from './trouble.ts';
import { type PanelApi, usePanelData } from './use-panel-data.ts';
import { VisitCard } from './visit-card.tsx';
import { VisitLine } from './visit-line.tsx';
import { mayBook, zoneOf } from './visit-view.ts';

export type PanelAction = { mode: 'book' } | { mode: 'move' | 'cancel'; visitId: string };

type Props = {
  api: PanelApi;
  card: DealCard;
  /** Grows when visits changed elsewhere (booking window). */
  revision: number;
  onAction: (action: PanelAction) => void;
};

export function Panel(props: Props) {
  const [data, retry] = usePanelData(props.api, props.card.dealId, props.revision);
  return (
    <section class="panel" data-testid="panel" aria-busy={data.kind === 'loading'}>
      {data.kind === 'loading' ? <Loading /> : null}
      {data.kind === 'failed' ? <Failed error={data.error} onRetry={retry} /> : null}
      {data.kind === 'ready' ? (
        <Ready
          {...props}
          me={data.me}
          visits={data.reply.visits}
          trouble={troubleText(data.reply, {
            now: Date.now(),
            offlineSince: data.offline ? data.loadedAt : null,
            timeZone: mainZone(data.me),
          })}
        />
      ) : null}
    </section>
  );
}

function Ready(props: Props & { me: MeReply; visits: readonly Visit[]; trouble: string | null }) {
  const { me, visits, card, onAction } = props;
  const [first, ...others] = visits;
  const notice = noticeFor(me, card);
  const act = (visit: Visit) => ({
    me,
    visit,
    zone: zoneOf(visit, me),
    onMove: () => onAction({ mode: 'move', visitId: visit.id }),
    onCancel: () => onAction({ mode: 'cancel', visitId: visit.id }),
  });
  return (
    <>
      {props.trouble === null ? null : (
        <p class="trouble" role="status" data-testid="panel-trouble">
          {props.trouble}
        </p>
      )}
      {first === undefined ? null : <VisitCard key={first.id} {...act(first)} />}
      {others.length === 0 ? null : (
        <ul class="lines" aria-label={t('others')}>
          {others.map((visit) => (
            <VisitLine key={visit.id} {...act(visit)} />
          ))}
        </ul>
      )}
      {notice !== null ? (
        <p class="notice">{notice}</p>
      ) : (
        <>
          {first === undefined ? <p class="notice">{t('empty')}</p> : null}
          {mayBook(me) ? (
            <Button kind="primary" wide testId="panel-book" onClick={() => onAction({ mode: 'book' })}>
              {t(first === undefined ? 'book' : 'bookAgain')}
            </Button>
          ) : null}
        </>
      )}
    </>
  );
}

/** Why nothing can be booked here, in one sentence. */
function noticeFor(me: MeReply, card: DealCard): string | null {
  if (me.branches.length === 0) return t('noBranch');
  if (card.dealId === 0) return t('unsaved');
  const hidden = me.hideOnStages.some(
    (stage) => stage.pipelineId === card.pipelineId && stage.stageId === card.stageId,
  );
  return hidden ? t('hidden') : null;
}

function mainZone(me: MeReply): string {
  const branch = me.branches.find((candidate) => candidate.main) ?? me.branches[0];
  return branch?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function Loading() {
  return (
    <>
      <Skeleton height={172} />
      <Skeleton height={36} />
    </>
  );
}

function Failed({ error, onRetry }: { error: ApiError; onRetry: () => void }) {
  const known = refusalText(error.code);
  return (
    <>
      <p class="notice" role="status">
        {known ?? t('failed')}
      </p>
      {known === null ? <Button onClick={onRetry}>{t('retry')}</Button> : null}
    </>
  );
}

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
