import { useState } from 'preact/hooks';
import { Banner, Button } from '../../ui/components/index.ts';
import { dateIn } from '../../ui/format.ts';
import type { ApiError } from '../../ui/http.ts';
import { ownZone } from '../branches/time-zones.ts';
import { refusalText } from '../errors.ts';
import { t } from '../locales/support.ts';
import { saveFile } from '../shared/save-file.ts';
import { useStore } from '../store.ts';
import { allLinks, linksCsv } from './links-csv.ts';
import { SwitchOff } from './switch-off.tsx';

type Saving =
  | { kind: 'idle' }
  | { kind: 'running' }
  | { kind: 'done'; links: number }
  | { kind: 'failed'; error: ApiError };

/** Whoever leaves takes along what no other system knows; then the way out, in its order. */
export function LeaveCard() {
  const store = useStore();
  const [saving, setSaving] = useState<Saving>({ kind: 'idle' });
  const download = async (): Promise<void> => {
    setSaving({ kind: 'running' });
    const links = await allLinks((cursor) => store.api.links(cursor));
    if (!links.ok) {
      setSaving({ kind: 'failed', error: links.error });
      return;
    }
    const today = dateIn(Date.now(), ownZone());
    saveFile(`archimed-amocrm-links-${today}.csv`, linksCsv(links.value), 'text/csv');
    setSaving({ kind: 'done', links: links.value.length });
  };
  return (
    <section class="st-card" aria-labelledby="support-leave">
      <div>
        <h3 id="support-leave">{t('leave')}</h3>
        <p class="am-muted">{t('leave.text')}</p>
      </div>
      <ol class="st-leave">
        <li>
          <div class="st-row">
            <Button busy={saving.kind === 'running'} onClick={() => void download()} testId="links-download">
              {t('leave.links')}
            </Button>
            <span class="st-save__done" role="status">
              {saving.kind === 'done' ? (
                <span data-testid="links-done">✓ {t('leave.links.done', { n: saving.links })}</span>
              ) : null}
            </span>
          </div>
          <p class="am-small am-muted">{t('leave.links.hint')}</p>
          {saving.kind === 'failed' ? (
            <Banner tone="error" testId="error">
              {refusalText(t('leave.links.failed'), saving.error)}
            </Banner>
          ) : null}
        </li>
        <li>
          <p>{t('leave.branches')}</p>
          <SwitchOff />
        </li>
        <li>{t('leave.amocrm')}</li>
      </ol>
    </section>
  );
}
