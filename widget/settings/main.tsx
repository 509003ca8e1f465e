import '../ui/styles.css';
import './settings.css';
import { render } from 'preact';
import { createApi } from '../ui/api.ts';
import { createHttp } from '../ui/http.ts';
import { connectPage } from '../ui/session-bridge.ts';
import { App } from './app.tsx';
import { Closed, Opening } from './entry.tsx';
import { leave, watchUnsaved } from './guard.ts';
import { followAddress } from './router.ts';
import { createStore, loadOverview, refreshLists } from './store.ts';

const root = document.getElementById('settings');
if (root !== null) void start(root);

async function start(root: HTMLElement): Promise<void> {
  const bridge = connectPage('settings');
  render(<Opening />, root);
  const opened = await bridge.opened;
  if (opened === null) {
    render(<Closed reason={null} onRetry={null} />, root);
    return;
  }
  const http = createHttp({ baseUrl: '', session: opened.session });
  const api = createApi(http);
  const { framed } = opened;
  if (framed) {
    watchUnsaved(bridge.notifyUnsaved);
    bridge.onLeave(() => leave(bridge.go));
  }
  const enter = async (): Promise<void> => {
    render(<Opening />, root);
    const me = await api.me();
    if (!me.ok) {
      render(<Closed reason={me.error} onRetry={() => void enter()} />, root);
      return;
    }
    const store = createStore({ api, http, me: me.value, framed });
    followAddress(
      me.value.user.isAdmin && !me.value.branches.some(({ enabled }) => enabled) ? 'start' : 'branches',
    );
    render(<App store={store} />, root);
    window.addEventListener('focus', () => void refreshLists(store));
    await loadOverview(store);
  };
  await enter();
}
