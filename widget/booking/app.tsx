import { useEffect, useRef, useState } from 'preact/hooks';
import type { FrameContext } from '../ui/bridge-messages.ts';
import { Banner } from '../ui/components/banner.tsx';
import { Button } from '../ui/components/button.tsx';
import { connectLive } from '../ui/live.ts';
import { t as common, errorText } from '../ui/messages.ts';
import type { PageProps } from '../ui/page.tsx';
import { BookingView } from './booking-view.tsx';
import { CancelView } from './cancel-view.tsx';
import { LoadingView } from './loading-view.tsx';
import { t } from './messages.ts';
import type { Model } from './model.ts';
import { type Kept, openScreen, type Screen } from './opening.ts';
import { VisitView } from './visit-view.tsx';
import { Window } from './window.tsx';

type Opening = { context: FrameContext; number: number; kept: Kept | null };

/** Reception and other managers may do much at once: the schedule is read anew at most this often. */
const REFRESH_MS = 1_000;

/**
 * The booking window. One frame serves many openings: for another deal, another visit, or the same one again.
 *
 * To open it from elsewhere (the journal): a frame of `/booking/` by `createFrame` (widget/amocrm/frame.ts) with the context
 * `{ kind: 'booking', dealId: null, mode: 'book', at: { branchId, doctorId, start } }` — or this component with a `bridge` of
 * one's own: `onContext`, `notifyChanged` and `close` are all that it calls. With `dealId: null` the person is searched for by
 * phone or typed in and the Worker finds or makes the deal; with a deal its contact is offered. `mode: 'move' | 'cancel' |
 * 'visit'` with `visitId` opens a visit.
 */
export function App({ api, opened, bridge }: PageProps) {
  const [opening, setOpening] = useState<Opening>({ context: opened.context, number: 0, kept: null });
  const [screen, setScreen] = useState<Screen>({ kind: 'loading' });
  const { context } = opening;
  const shown = useRef(screen);
  shown.current = screen;
  const go = (next: FrameContext, kept: Kept | null = null): void =>
    setOpening((before) => ({ context: next, number: before.number + 1, kept }));

  useEffect(() => {
    bridge.onContext((next) => go(next));
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented) bridge.close();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [bridge]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isFirst = true;
    const model = (): Model | null => (shown.current.kind === 'form' ? shown.current.model : null);
    const refreshSoon = (): void => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void model()?.refresh();
      }, REFRESH_MS);
    };
    const live = connectLive({
      baseUrl: '',
      session: opened.session,
      onTaken: (hint) => model()?.taken(hint),
      onVisit: (hint) => {
        if (hint.branchId === model()?.branch.value.id) refreshSoon();
      },
      onReady: () => {
        // After a gap something may have been missed; what was just opened is fresh.
        if (!isFirst) refreshSoon();
        isFirst = false;
      },
    });
    return () => {
      clearTimeout(timer);
      live.close();
    };
  }, [opened]);

  useEffect(() => {
    // Closed by Esc and opened again for the same deal: what was typed is still there.
    if (screen.kind === 'form' && opening.kept === null && continues(screen.model, context)) {
      void screen.model.refresh();
      return;
    }
    let current = true;
    setScreen({ kind: 'loading' });
    const open = async (): Promise<void> => {
      const { kept, number } = opening;
      const next = await openScreen({ api, context, kept, number, onChanged: () => bridge.notifyChanged() });
      if (current) setScreen(next);
    };
    void open();
    return () => {
      current = false;
    };
  }, [opening]);

  switch (screen.kind) {
    case 'form': {
      const { model } = screen;
      const again = (): void => go(context, { patients: model.patients, branchId: model.branch.value.id });
      return <BookingView key={screen.number} model={model} onClose={bridge.close} onAgain={again} />;
    }
    case 'cancel':
      return (
        <CancelView
          key={screen.number}
          {...screen}
          api={api}
          onChanged={bridge.notifyChanged}
          onClose={bridge.close}
        />
      );
    case 'visit':
      return (
        <VisitView
          key={screen.number}
          {...screen}
          api={api}
          dealId={context.dealId}
          onChanged={bridge.notifyChanged}
          onClose={bridge.close}
          onGo={(mode) => go({ ...context, mode })}
        />
      );
    case 'loading':
      return <LoadingView title={titleOf(context)} onClose={bridge.close} />;
    case 'refused':
    case 'failed':
      return (
        <Window title={titleOf(context)} onClose={bridge.close}>
          <div class="message">
            {screen.kind === 'refused' ? (
              <Banner tone="info">{screen.text}</Banner>
            ) : (
              <Banner
                tone="error"
                testId="book-error"
                action={<Button onClick={() => go(context, opening.kept)}>{common('retry')}</Button>}
              >
                {errorText(screen.error)}
              </Banner>
            )}
          </div>
        </Window>
      );
  }
}

function continues(model: Model, context: FrameContext): boolean {
  return (
    model.submission.phase.value.kind !== 'done' &&
    model.context.dealId === context.dealId &&
    model.context.lang === context.lang &&
    (model.context.mode ?? 'book') === (context.mode ?? 'book') &&
    model.context.visitId === context.visitId &&
    JSON.stringify(model.context.at) === JSON.stringify(context.at)
  );
}

function titleOf(context: FrameContext): string {
  return t(`title.${context.mode ?? 'book'}`);
}
