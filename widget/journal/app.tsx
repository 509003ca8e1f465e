import { useEffect, useState } from 'preact/hooks';
import type { MeReply } from '../../worker/session/session.schemas.ts';
import { Banner } from '../ui/components/banner.tsx';
import { Button } from '../ui/components/button.tsx';
import { Skeleton } from '../ui/components/skeleton.tsx';
import type { ApiError } from '../ui/http.ts';
import { t as common, errorText } from '../ui/messages.ts';
import type { PageProps } from '../ui/page.tsx';
import { JournalView } from './journal-view.tsx';
import { t } from './messages.ts';
import { createJournalModel, type JournalModel } from './model.ts';

type Screen =
  | { kind: 'loading' }
  | { kind: 'failed'; error: ApiError }
  | { kind: 'ready'; model: JournalModel; number: number };

/** One frame serves many openings: from the pipeline, from this deal or that. */
export function App({ api, opened, bridge }: PageProps) {
  const [opening, setOpening] = useState({ context: opened.context, number: 0 });
  const [screen, setScreen] = useState<Screen>({ kind: 'loading' });
  const [me, setMe] = useState<MeReply | null>(null);

  useEffect(() => {
    bridge.onContext((context) => setOpening((before) => ({ context, number: before.number + 1 })));
  }, [bridge]);
  useEffect(() => {
    let current = true;
    const open = async (): Promise<void> => {
      const reply = me === null ? await api.me() : { ok: true as const, value: me };
      if (!current) return;
      if (!reply.ok) {
        setScreen({ kind: 'failed', error: reply.error });
        return;
      }
      setMe(reply.value);
      const model = createJournalModel({ api, me: reply.value, dealId: opening.context.dealId });
      void model.loadDoctors();
      void model.load();
      setScreen({ kind: 'ready', model, number: opening.number });
    };
    void open();
    return () => {
      current = false;
    };
  }, [opening]);

  const leave = opened.framed ? bridge.close : null;
  switch (screen.kind) {
    case 'loading':
      return (
        <main class="jr" aria-busy="true">
          <Skeleton height={44} />
          <Skeleton height={480} />
        </main>
      );
    case 'failed':
      return (
        <main class="jr">
          <h1>{t('title')}</h1>
          <Banner
            tone="error"
            testId="journal-error"
            action={
              <>
                <Button
                  onClick={() => setOpening(({ context, number }) => ({ context, number: number + 1 }))}
                >
                  {common('retry')}
                </Button>
                {leave === null ? null : <Button onClick={leave}>{t('close')}</Button>}
              </>
            }
          >
            {t('failed')} {errorText(screen.error)}
          </Banner>
        </main>
      );
    case 'ready':
      return <JournalView key={screen.number} model={screen.model} opened={opened} bridge={bridge} />;
  }
}
