import type { DoubleKind } from '../double.ts';
import { clockView } from './clock-view.ts';
import { dataView } from './data-view.ts';
import { el } from './dom.ts';
import { faultsView } from './faults-view.ts';
import { header, type Place, places } from './header.ts';
import { hooksView } from './hooks-view.ts';
import { requestsView } from './requests-view.ts';
import { scenesView } from './scenes-view.ts';
import { stateView } from './state-view.ts';
import { type Strings, stringsOf } from './strings.ts';
import type { Context, View, ViewMaker } from './view.ts';

const EVERY_MS = 1000;
const PEER_KEY = 'sandbox-peer-url';

const makers: Record<Place, ViewMaker> = {
  state: stateView,
  requests: requestsView,
  faults: faultsView,
  hooks: hooksView,
  clock: clockView,
  data: dataView,
  scenes: scenesView,
};

const here = stringsOf(location.origin);
const { kind: hereKind, peerUrl } = await here.control();
const otherKind: DoubleKind = hereKind === 'amocrm' ? 'archimed' : 'amocrm';
const message = el('div', { class: 'message', role: 'status', 'data-testid': 'message' });
let shown: View | null = null;

function doubles(): Record<DoubleKind, Strings | null> {
  const url = localStorage.getItem(PEER_KEY) ?? peerUrl;
  const other = url === null ? null : stringsOf(url);
  return hereKind === 'amocrm' ? { amocrm: here, archimed: other } : { amocrm: other, archimed: here };
}

/** `#amocrm/requests` */
function address(): { kind: DoubleKind; place: Place } {
  const [kind, place] = location.hash.slice(1).split('/');
  return {
    kind: kind === 'amocrm' || kind === 'archimed' ? kind : hereKind,
    place: places.find(([name]) => name === place)?.[0] ?? 'state',
  };
}

function tell(text: string, isBad = false): void {
  message.textContent = text;
  message.classList.toggle('bad', isBad);
}

async function show(): Promise<void> {
  shown = null;
  const { kind, place } = address();
  const both = doubles();
  const own = both[kind];
  const body = el('main', {});
  const top = header({
    kind,
    place,
    otherKind,
    otherUrl: both[otherKind]?.url ?? null,
    setOther(url) {
      localStorage.setItem(PEER_KEY, url.replace(/\/+$/, ''));
      void show();
    },
  });
  document.getElementById('app')?.replaceChildren(top, body, message);
  tell('');
  if (own === null) {
    body.append(el('p', { class: 'empty' }, 'Адрес этого двойника не известен: укажите его в шапке.'));
    return;
  }
  try {
    const { faultKinds } = await own.control();
    const context: Context = {
      kind,
      own,
      other: kind === hereKind ? both[otherKind] : here,
      ...both,
      faultKinds,
      tell,
    };
    const view = makers[place](context);
    body.replaceChildren(view.node);
    await view.refresh();
    shown = view;
  } catch {
    tell(`Двойник не отвечает: ${own.url}`, true);
  }
}

/** One reading after another: a slow one is not overtaken. */
async function live(): Promise<void> {
  const view = shown;
  try {
    if (document.visibilityState === 'visible') await view?.refresh();
    if (message.dataset.lost === 'yes') tell('');
    message.dataset.lost = 'no';
  } catch {
    message.dataset.lost = 'yes';
    tell('Двойник не отвечает.', true);
  }
  setTimeout(() => void live(), EVERY_MS);
}

addEventListener('hashchange', () => void show());
await show();
void live();
