import { type ComponentChildren, render } from 'preact';
import { type Api, createApi } from './api.ts';
import type { FrameContext } from './bridge-messages.ts';
import { Spinner } from './components/spinner.tsx';
import { createHttp } from './http.ts';
import { t } from './messages.ts';
import { type Bridge, connectPage, type Opened } from './session-bridge.ts';

export type PageProps = { api: Api; opened: Opened; bridge: Bridge };

/** Starts a page: waits for its session, then draws it; opened with neither parent nor code it says so. */
export async function startPage(
  kind: FrameContext['kind'],
  view: (props: PageProps) => ComponentChildren,
): Promise<void> {
  const root = document.getElementById('app');
  if (root === null) throw new Error('the page has no #app');
  render(<Boot />, root);
  const bridge = connectPage(kind);
  const opened = await bridge.opened;
  if (opened === null) {
    render(<OpenFromAmo />, root);
    return;
  }
  const api = createApi(createHttp({ baseUrl: '', session: opened.session }));
  render(view({ api, opened, bridge }), root);
}

function Boot() {
  return (
    <div class="am-boot" role="status" aria-label={t('loading')}>
      <Spinner />
    </div>
  );
}

function OpenFromAmo() {
  return (
    <main class="am-open-from-amo" data-testid="open-from-amo">
      <h1>{t('openFromAmo')}</h1>
      <p class="am-muted">{t('openFromAmoHint')}</p>
    </main>
  );
}
