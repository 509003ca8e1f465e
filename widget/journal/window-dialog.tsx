import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { JournalVisit } from '../../worker/journal/journal.schemas.ts';
import type { FrameContext } from '../ui/bridge-messages.ts';
import { Banner } from '../ui/components/banner.tsx';
import { Button } from '../ui/components/button.tsx';
import { Skeleton } from '../ui/components/skeleton.tsx';
import { t as common } from '../ui/messages.ts';
import type { PageProps } from '../ui/page.tsx';
import type { SessionStore } from '../ui/session.ts';
import type { Bridge } from '../ui/session-bridge.ts';
import { t } from './messages.ts';
import type { JournalModel } from './model.ts';

type Props = {
  model: JournalModel;
  context: FrameContext;
  /** The visit, where it is not in view. */
  found: JournalVisit | null;
  session: SessionStore;
  bridge: Bridge;
  framed: boolean;
  onChanged: () => void;
  onClose: () => void;
  /** Leave the window and look for another time in the grid; null: it cannot be moved. */
  onPlace: (() => void) | null;
};
type BookingApp = typeof import('./booking-window.tsx').BookingWindow;

/** The booking window over the journal: the same code as over the deal card, fetched when it is first needed. */
export function WindowDialog(props: Props) {
  const { model, context, session, onChanged, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const [app, setApp] = useState<{ view: BookingApp } | 'failed' | null>(null);
  const [round, setRound] = useState(0);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  useEffect(() => {
    setApp(null);
    import('./booking-window.tsx').then(
      ({ BookingWindow }) => setApp({ view: BookingWindow }),
      () => setApp('failed'),
    );
  }, [round]);
  const opened = useMemo<PageProps['opened']>(() => ({ session, context, framed: true }), [session, context]);
  const bridge = useMemo<Bridge>(
    () => ({
      opened: Promise.resolve(opened),
      onContext: () => undefined,
      notifyChanged: onChanged,
      notifyUnsaved: () => undefined,
      onLeave: () => undefined,
      openDeal: props.bridge.openDeal,
      go: () => undefined,
      close: onClose,
    }),
    [opened],
  );
  const visit =
    model.read.value?.journal.visits.find(({ id }) => id === context.visitId) ?? props.found ?? undefined;
  return (
    <dialog
      ref={dialog}
      class="jr-window"
      aria-label={t('title')}
      data-testid="journal-window"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div class="jr-window__body">
        {app === null ? (
          <div class="jr-wait">
            <Skeleton height={44} />
            <Skeleton height={320} />
          </div>
        ) : app === 'failed' ? (
          <Banner
            tone="error"
            action={
              <>
                <Button onClick={() => setRound((n) => n + 1)}>{common('retry')}</Button>
                <Button onClick={onClose}>{t('close')}</Button>
              </>
            }
          >
            {t('code.failed')}
          </Banner>
        ) : (
          <app.view api={model.api} opened={opened} bridge={bridge} />
        )}
      </div>
      {visit === undefined ? null : (
        <footer class="jr-window__foot">
          {visit.dealId === null ? <span /> : <DealLink {...props} dealId={visit.dealId} />}
          {props.onPlace === null ? null : (
            <Button testId="journal-place" onClick={props.onPlace}>
              {t('visit.inGrid')}
            </Button>
          )}
        </footer>
      )}
    </dialog>
  );
}

/** Inside amoCRM its own page goes there; from a tab of our own another tab opens. */
function DealLink({ model, bridge, framed, dealId }: Props & { dealId: number }) {
  return (
    <a
      href={`${model.me.account.origin}/leads/detail/${dealId}`}
      target="_blank"
      rel="noreferrer"
      data-testid="journal-deal"
      onClick={(event) => {
        if (!framed || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        bridge.openDeal(dealId);
      }}
    >
      {t('visit.deal', { id: dealId })} ↗
    </a>
  );
}
