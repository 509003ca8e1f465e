import { useCallback, useState } from 'preact/hooks';
import type { VersionReply } from '../../../worker/settings/versions.schemas.ts';
import { Banner, Button, Dialog, Skeleton } from '../../ui/components/index.ts';
import type { ApiError } from '../../ui/http.ts';
import { t as shared } from '../../ui/messages.ts';
import { same } from '../drafts/same.ts';
import { problemText } from '../errors.ts';
import { t } from '../locales/versions.ts';
import { useLoaded } from '../shared/use-loaded.ts';
import { useStore } from '../store.ts';
import { placeText } from './place.ts';
import { versionRefusal } from './refusal.ts';
import { Difference, whenText } from './version-item.tsx';
import { loadWording } from './wording.ts';

type Props = { version: VersionReply; onRestored: (version: VersionReply) => void; onClose: () => void };

/** Asks with what would change now, which is not what changed then; only over what it has shown. */
export function RestoreDialog({ version, onRestored, onClose }: Props) {
  const store = useStore();
  const [running, setRunning] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const read = useCallback(async () => {
    const [one, wording] = await Promise.all([store.api.version(version.n), loadWording(store, version)]);
    if (!one.ok) return one;
    if (!wording.ok) return wording;
    const { current, restored } = wording.value;
    const body = restored?.(one.value.body) ?? one.value.body;
    return { ok: true as const, value: { body, wording: wording.value, equal: same(current, body) } };
  }, [store, version]);
  const [loaded, again] = useLoaded(read);
  const restore = async (readAt: number): Promise<void> => {
    setRunning(true);
    setFailure(null);
    const result = await store.api.restoreVersion(version.n, { version: readAt });
    setRunning(false);
    if (result.ok) onRestored(version);
    else setFailure(result.error);
  };
  const ready = loaded.kind === 'ready' && !loaded.value.equal ? loaded.value : null;
  const conflict = failure?.code === 'settings.conflict';
  const showAgain = (): void => {
    setFailure(null);
    again();
  };
  return (
    <Dialog
      title={t('restore.title', { when: whenText(version.changedAt) })}
      onClose={onClose}
      testId="restore"
      actions={
        <>
          <Button onClick={onClose}>{shared(ready === null ? 'close' : 'cancel')}</Button>
          {ready === null ? null : (
            <Button
              kind="primary"
              busy={running}
              disabled={conflict}
              onClick={() => void restore(ready.wording.version)}
              testId="restore-confirm"
            >
              {t('restore.confirm')}
            </Button>
          )}
        </>
      }
    >
      <div class="st-stack">
        <p class="am-muted">{placeText(version, store.branches.value ?? [])}</p>
        {loaded.kind === 'loading' ? <Skeleton height={96} /> : null}
        {loaded.kind === 'failed' ? (
          <Banner tone="error" testId="error" action={<Button onClick={again}>{shared('retry')}</Button>}>
            {problemText(loaded.error)}
          </Banner>
        ) : null}
        {loaded.kind === 'ready' && loaded.value.equal ? <p>{t('restore.same')}</p> : null}
        {ready === null ? null : (
          <>
            <p>{t('restore.what')}</p>
            <Difference changes={ready.wording.changes(ready.wording.current, ready.body)} equal={false} />
            <p class="am-small am-muted">{t('restore.note')}</p>
          </>
        )}
        {failure === null ? null : (
          <Banner
            tone={conflict ? 'warning' : 'error'}
            testId="error"
            action={
              conflict ? (
                <Button onClick={showAgain} testId="restore-again">
                  {t('showAgain')}
                </Button>
              ) : undefined
            }
          >
            {conflict ? t('restore.conflict') : versionRefusal(t('restore.failed'), failure)}
          </Banner>
        )}
      </div>
    </Dialog>
  );
}
