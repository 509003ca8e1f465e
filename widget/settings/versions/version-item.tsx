import { useCallback, useState } from 'preact/hooks';
import type { VersionReply } from '../../../worker/settings/versions.schemas.ts';
import { Badge, Banner, Button, Skeleton } from '../../ui/components/index.ts';
import { formatDateTime, formatTime } from '../../ui/format.ts';
import { t as shared } from '../../ui/messages.ts';
import { ownZone } from '../branches/time-zones.ts';
import { same } from '../drafts/same.ts';
import { problemText } from '../errors.ts';
import { t } from '../locales/versions.ts';
import { ChangeList } from '../shared/change-list.tsx';
import { useLoaded } from '../shared/use-loaded.ts';
import { useStore } from '../store.ts';
import { placeText } from './place.ts';
import { loadWording } from './wording.ts';

type Props = { version: VersionReply; onRestore: () => void };

/** Who, when and where in one line; what, one click deeper. */
export function VersionItem({ version, onRestore }: Props) {
  const store = useStore();
  const [open, setOpen] = useState(false);
  const { changedAt, changedBy } = version;
  return (
    <details
      class="st-event"
      data-testid={`version-${version.n}`}
      onToggle={(toggled) => setOpen(toggled.currentTarget.open)}
    >
      <summary>
        <time dateTime={changedAt} title={whenText(changedAt)} class="am-small am-muted">
          {formatTime(changedAt, ownZone())}
        </time>
        <span class="st-event__text">
          {placeText(version, store.branches.value ?? [])}
          <span class="am-small am-muted">
            {' · '}
            {changedBy.name ?? t('somebody', { id: changedBy.id })}
            {changedBy.id === store.me.user.id ? ` (${t('you')})` : null}
          </span>
        </span>
        {version.current ? <Badge tone="success">{t('current')}</Badge> : null}
      </summary>
      {open ? <Detail version={version} onRestore={onRestore} /> : null}
    </details>
  );
}

function Detail({ version, onRestore }: Props) {
  const store = useStore();
  const read = useCallback(async () => {
    const [one, wording] = await Promise.all([store.api.version(version.n), loadWording(store, version)]);
    if (!one.ok) return one;
    return wording.ok ? { ok: true as const, value: { ...one.value, wording: wording.value } } : wording;
  }, [store, version]);
  const [loaded, again] = useLoaded(read);
  switch (loaded.kind) {
    case 'loading':
      return (
        <div class="st-event__detail" aria-busy="true">
          <p class="am-sr-only" role="status">
            {shared('loading')}
          </p>
          <Skeleton height={64} />
        </div>
      );
    case 'failed':
      return (
        <div class="st-event__detail">
          <Banner tone="error" testId="error" action={<Button onClick={again}>{shared('retry')}</Button>}>
            {t('loadFailed')} {problemText(loaded.error)}
          </Banner>
        </div>
      );
    case 'ready': {
      const { body, previous, wording } = loaded.value;
      const readable = body !== null && previous !== null;
      return (
        <div class="st-event__detail">
          {version.version === 1 ? <p class="am-small am-muted">{t('first')}</p> : null}
          {readable ? (
            <Difference changes={wording.changes(previous, body)} equal={same(previous, body)} />
          ) : (
            <p>{t('unreadable')}</p>
          )}
          {version.current || body === null ? null : (
            <Button small onClick={onRestore} testId={`version-restore-${version.n}`}>
              {t('restore')}
            </Button>
          )}
        </div>
      );
    }
  }
}

/** A difference that has no words on this page is still said to be one. */
export function Difference(props: { changes: Parameters<typeof ChangeList>[0]['changes']; equal: boolean }) {
  if (props.changes.length > 0) return <ChangeList changes={props.changes} />;
  return <p>{t(props.equal ? 'same' : 'notShown')}</p>;
}

export function whenText(instant: string): string {
  return formatDateTime(instant, ownZone());
}
