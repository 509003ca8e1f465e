import { useEffect, useState } from 'preact/hooks';
import type { MeReply } from '../../worker/session/session.schemas.ts';
import type { Visit } from '../../worker/visits/visits.schemas.ts';
import type { FrameContext } from '../ui/bridge-messages.ts';
import { Banner } from '../ui/components/banner.tsx';
import { Button } from '../ui/components/button.tsx';
import { Skeleton } from '../ui/components/skeleton.tsx';
import type { ApiError } from '../ui/http.ts';
import { t as common, errorText } from '../ui/messages.ts';
import type { PageProps } from '../ui/page.tsx';
import { BookingView } from './booking-view.tsx';
import { CancelView } from './cancel-view.tsx';
import { t } from './messages.ts';
import { createModel, type Model } from './model.ts';
import { createSubmitModel, type SubmitModel } from './submit-model.ts';
import { Window } from './window.tsx';

type Opening = { context: FrameContext; number: number };
type Screen =
  | { kind: 'loading' }
  | { kind: 'failed'; error: ApiError }
  | { kind: 'refused'; text: string }
  | { kind: 'form'; model: Model; number: number }
  | { kind: 'cancel'; visit: Visit; me: MeReply; submission: SubmitModel; number: number };

/** One frame serves many openings: for another deal, another visit, or the same one again. */
export function App({ api, opened, bridge }: PageProps) {
  const [opening, setOpening] = useState<Opening>({ context: opened.context, number: 0 });
  const [screen, setScreen] = useState<Screen>({ kind: 'loading' });
  const { context } = opening;

  useEffect(() => {
    bridge.onContext((next) => setOpening((before) => ({ context: next, number: before.number + 1 })));
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented) bridge.close();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [bridge]);

  useEffect(() => {
    // Closed by Esc and opened again for the same deal: what was typed is still there.
    if (screen.kind === 'form' && continues(screen.model, context)) {
      void screen.model.schedule.load();
      return;
    }
    let current = true;
    setScreen({ kind: 'loading' });
    const open = async (): Promise<void> => {
      const next = await prepare(api, context, () => bridge.notifyChanged(), opening.number);
      if (current) setScreen(next);
    };
    void open();
    return () => {
      current = false;
    };
  }, [opening]);

  const again = (): void => setOpening((before) => ({ ...before, number: before.number + 1 }));
  switch (screen.kind) {
    case 'form':
      return <BookingView key={screen.number} model={screen.model} onClose={bridge.close} onAgain={again} />;
    case 'cancel':
      return <CancelView key={screen.number} {...screen} api={api} onClose={bridge.close} />;
    case 'loading':
      return (
        <Window title={titleOf(context)} onClose={bridge.close}>
          <div class="columns" aria-busy="true">
            <div class="column">
              <Skeleton height={84} />
              <Skeleton height={36} />
              <Skeleton height={60} />
            </div>
            <div class="column">
              <Skeleton height={36} />
              <Skeleton height={64} />
              <Skeleton height={220} />
            </div>
            <div class="column">
              <Skeleton height={180} />
              <Skeleton height={44} />
            </div>
          </div>
        </Window>
      );
    case 'refused':
      return (
        <Window title={titleOf(context)} onClose={bridge.close}>
          <div class="message">
            <Banner tone="info">{screen.text}</Banner>
          </div>
        </Window>
      );
    case 'failed':
      return (
        <Window title={titleOf(context)} onClose={bridge.close}>
          <div class="message">
            <Banner
              tone="error"
              testId="book-error"
              action={<Button onClick={again}>{common('retry')}</Button>}
            >
              {errorText(screen.error)}
            </Banner>
          </div>
        </Window>
      );
  }
}

async function prepare(
  api: PageProps['api'],
  context: FrameContext,
  onChanged: () => void,
  number: number,
): Promise<Screen> {
  const me = await api.me();
  if (!me.ok) return { kind: 'failed', error: me.error };
  const { user, branches } = me.value;
  if (user.role === 'none' || (user.role === 'view' && !user.isAdmin)) {
    return { kind: 'refused', text: t('noRight') };
  }
  if (!branches.some((branch) => branch.enabled)) return { kind: 'refused', text: t('noBranch') };

  let visit: Visit | null = null;
  if (context.visitId !== undefined && context.mode !== 'book') {
    const reply = await api.visit(context.visitId);
    if (!reply.ok) return { kind: 'failed', error: reply.error };
    visit = reply.value.visit;
    if (!visit.open || visit.state !== 'booked') return { kind: 'refused', text: t('visit.gone') };
  }
  if (visit !== null && context.mode === 'cancel') {
    return { kind: 'cancel', visit, me: me.value, submission: createSubmitModel(api, onChanged), number };
  }
  const model = createModel({ api, me: me.value, context, visit, onChanged });
  void model.start();
  return { kind: 'form', model, number };
}

function continues(model: Model, context: FrameContext): boolean {
  return (
    model.submission.phase.value.kind !== 'done' &&
    model.context.dealId === context.dealId &&
    model.context.lang === context.lang &&
    (model.context.mode ?? 'book') === (context.mode ?? 'book') &&
    model.context.visitId === context.visitId
  );
}

function titleOf(context: FrameContext): string {
  return t(`title.${context.mode ?? 'book'}`);
}
