import { useRef, useState } from 'preact/hooks';
import { Banner, Button, Skeleton } from '../../ui/components/index.ts';
import type { ApiError } from '../../ui/http.ts';
import { t as shared } from '../../ui/messages.ts';
import { refusalText } from '../errors.ts';
import { t } from '../locales/versions.ts';
import { saveFile } from '../shared/save-file.ts';
import { useKeptFocus } from '../shared/use-kept-focus.ts';
import { useStore } from '../store.ts';
import { FileCheck } from './file-check.tsx';
import { fileName } from './settings-file.ts';
import { useImport } from './use-import.ts';

type Saving = { kind: 'idle' } | { kind: 'running' } | { kind: 'done' } | { kind: 'failed'; error: ApiError };

/** All settings out as a file, and in again. */
export function SettingsFileCard({ onLoaded }: { onLoaded: () => void }) {
  const store = useStore();
  const [saving, setSaving] = useState<Saving>({ kind: 'idle' });
  const importing = useImport(onLoaded);
  const told = useKeptFocus(importing.state.kind);
  const input = useRef<HTMLInputElement>(null);
  const download = async (): Promise<void> => {
    setSaving({ kind: 'running' });
    const result = await store.api.exportSettings();
    if (result.ok) {
      const { exportedAt } = result.value;
      saveFile(fileName(exportedAt), JSON.stringify(result.value, null, 2), 'application/json');
    }
    setSaving(result.ok ? { kind: 'done' } : { kind: 'failed', error: result.error });
  };
  return (
    <section class="st-card" aria-labelledby="settings-file">
      <div class="st-branch__head">
        <div>
          <h3 id="settings-file">{t('file')}</h3>
          <p class="am-small am-muted">{t('file.hint')}</p>
        </div>
        <div class="st-branch__buttons">
          <Button busy={saving.kind === 'running'} onClick={() => void download()} testId="settings-export">
            {t('export')}
          </Button>
          <Button
            busy={importing.state.kind === 'checking'}
            onClick={() => input.current?.click()}
            testId="settings-import"
          >
            {t('import')}
          </Button>
          <input
            ref={input}
            type="file"
            accept="application/json,.json"
            hidden
            aria-label={t('import')}
            data-testid="settings-import-file"
            onChange={(event) => {
              const [file] = event.currentTarget.files ?? [];
              // The same file may be chosen again after it was mended.
              event.currentTarget.value = '';
              if (file === undefined) return;
              setSaving({ kind: 'idle' });
              void importing.choose(file);
            }}
          />
        </div>
      </div>
      {saving.kind === 'done' ? (
        <p class="st-save__done" role="status">
          ✓ {t('export.done')}
        </p>
      ) : null}
      {saving.kind === 'failed' ? (
        <Banner tone="error" testId="error">
          {refusalText(t('export.failed'), saving.error)}
        </Banner>
      ) : null}
      {importing.state.kind === 'checking' ? (
        <div aria-busy="true">
          <p class="am-sr-only" role="status">
            {shared('loading')}
          </p>
          <Skeleton height={64} />
        </div>
      ) : (
        <div ref={told} tabIndex={-1} hidden={importing.state.kind === 'idle'}>
          <FileCheck importing={importing} />
        </div>
      )}
    </section>
  );
}
