import { useEffect, useState } from 'preact/hooks';
import type { EventReply } from '../../worker/history/events.schemas.ts';
import { headline } from '../settings/history/headline.ts';
import { verdictOf } from '../settings/history/verdict.ts';
import { told } from '../settings/shared/english.ts';
import type { Api } from '../ui/api.ts';
import { Skeleton } from '../ui/components/skeleton.tsx';
import { formatDateTime } from '../ui/format.ts';
import { errorText } from '../ui/messages.ts';
import { t } from './messages.ts';

/** What still goes on is looked at again: how it ended is what the manager waits for. */
const AGAIN_MS = 2_000;

/** What happened to the visit, the newest first: the settings' sentences, without what only an administrator can mend. */
export function Story(props: { api: Api; visitId: string; zone: string; changes: unknown }) {
  const { api, visitId, zone, changes } = props;
  const [events, setEvents] = useState<readonly EventReply[] | string | null>(null);
  useEffect(() => {
    let current = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async (): Promise<void> => {
      const reply = await api.visitStory(visitId);
      if (!current) return;
      setEvents(reply.ok ? reply.value.events.toReversed() : errorText(reply.error));
      const goesOn = reply.ok && reply.value.events.some(({ outcome }) => outcome === 'pending');
      if (goesOn) timer = setTimeout(() => void read(), AGAIN_MS);
    };
    void read();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [api, visitId, changes]);
  return (
    <section class="story" aria-label={t('story')} aria-busy={events === null}>
      <h2>{t('story')}</h2>
      {events === null ? <Skeleton height={120} /> : null}
      {typeof events === 'string' ? <p class="am-muted">{events}</p> : null}
      {events === null || typeof events === 'string' ? null : events.length === 0 ? (
        <p class="am-muted">{t('story.empty')}</p>
      ) : (
        <ol class="story__list" data-testid="visit-story">
          {events.map((event) => (
            <StoryItem key={event.id} event={event} zone={zone} />
          ))}
        </ol>
      )}
    </section>
  );
}

function StoryItem({ event, zone }: { event: EventReply; zone: string }) {
  const actions = event.decision?.actions ?? [];
  const reasons = event.decision?.reasons ?? [];
  const head = headline(event);
  const verdict = verdictOf(event);
  // «Почему сделка не сдвинулась?»
  const why = verdict === null || verdict.moved || head.includes(verdict.text) ? '' : verdict.text;
  return (
    <li class="story__item">
      <time class="am-small am-muted" dateTime={event.at}>
        {formatDateTime(event.at, zone)}
      </time>
      <p>
        {head.endsWith('.') ? head : `${head}.`}
        {event.outcome === 'failed' ? <strong> {t('story.failed')}</strong> : null}
        {event.outcome === 'pending' ? <span class="am-muted"> {t('story.pending')}</span> : null}
      </p>
      {why === '' ? null : <p class="am-small am-muted">{why}</p>}
      {actions.length + reasons.length < 2 ? null : (
        <details>
          <summary class="am-small">{t('story.more')}</summary>
          <ul class="am-small">
            {[...actions, ...reasons].map(({ text }) => (
              <li key={text}>{told(text)}</li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}
