import type { MeReply } from '../../worker/session/session.schemas.ts';
import type { VisitReply, VisitsReply } from '../../worker/visits/visits.schemas.ts';
import { isHiddenOn } from '../card/hidden.ts';
import { t } from '../card/messages.ts';
import { type MountedPanel, mountPanel } from '../card/mount.tsx';
import type { PanelAction } from '../card/panel.tsx';
import type { PanelApi } from '../card/use-panel-data.ts';
import { mayBook } from '../card/visit-view.ts';
import { type ApiResult, createHttp } from '../ui/http.ts';
import { getLang, setLang } from '../ui/i18n.ts';
import { connectLive } from '../ui/live.ts';
import { type DealCard, readDealCard, readLang, sameCard } from './card-context.ts';
import { readContact } from './contact.ts';
import { createJournal } from './journal.ts';
import { offersJournal } from './journal-where.ts';
import { createOverlay, type Overlay } from './overlay.ts';
import { createPanelSession } from './panel-session.ts';
import type { JQuery, WidgetSelf } from './sdk.ts';
import { readTheme, watchTheme } from './theme.ts';

declare global {
  interface Window {
    APP?: unknown;
  }
}

export type Controller = { show(): void; leave(): void };

/** amoCRM tells nobody when a deal's stage changes or a new deal is saved; its card's model is looked at. */
const LOOK_MS = 1_000;

/**
 * Lives as long as the widget object. `show` may come any number of times and for another deal each time, `leave`
 * too (amocrm-api.md §6.4: render runs many times, unmount in destroy and on `page:changed`).
 */
export function createController(self: WidgetSelf, $: JQuery, publicUrl: string): Controller {
  const session = createPanelSession(self, publicUrl);
  const http = createHttp({ baseUrl: publicUrl, session: session.store });
  let panel: MountedPanel | null = null;
  let overlay: Overlay | null = null;
  let stopTheme: (() => void) | null = null;
  let looking: ReturnType<typeof setInterval> | undefined;

  const journal = createJournal({ publicUrl, session, onChanged: () => panel?.refresh() });

  const explain = <T>(result: ApiResult<T>): ApiResult<T> => {
    const refusal = session.refusal();
    return !result.ok && result.error.code === 'session.none' && refusal !== null
      ? { ok: false, error: refusal }
      : result;
  };
  const api: PanelApi = {
    me: async () => explain(await http<MeReply>('GET', '/api/me')),
    visits: async (deal) => explain(await http<VisitsReply>('GET', '/api/visits', { query: { deal } })),
    visit: async (id) => explain(await http<VisitReply>('GET', `/api/visits/${encodeURIComponent(id)}`)),
    contact: () => readContact(self),
    live: (on) => connectLive({ baseUrl: publicUrl, session: session.store, ...on }),
  };

  const leave = (): void => {
    $(document).off('.archimedPlus');
    clearInterval(looking);
    stopTheme?.();
    panel?.dispose();
    overlay?.dispose();
    stopTheme = null;
    panel = null;
    overlay = null;
  };
  const act = (action: PanelAction): void => {
    const card = readDealCard(window.APP);
    if (card === null || card.dealId === 0) return;
    if (action.mode === 'journal') {
      journal.open(card.dealId);
      return;
    }
    void overlay?.open({
      kind: 'booking',
      dealId: card.dealId,
      lang: getLang(),
      theme: readTheme(),
      mode: action.mode,
      ...(action.mode === 'book' ? {} : { visitId: action.visitId }),
    });
  };
  /** Only for those who may open it, where it may be opened. */
  const warm = (me: MeReply): void => {
    const card = readDealCard(window.APP);
    if (card === null) return;
    if (mayBook(me) && me.branches.length > 0 && !isHiddenOn(me, card)) overlay?.warm();
    if (offersJournal(me, card.pipelineId)) journal.warm();
  };
  const start = (first: DealCard): void => {
    const column = drawColumn(self);
    if (column === null) return;
    let card = first;
    panel = mountPanel(column, { api, card, onAction: act, onReady: warm });
    overlay = createOverlay({
      page: 'booking',
      publicUrl,
      session: session.store,
      title: t('overlay'),
      onChanged: () => panel?.refresh(),
    });
    stopTheme = watchTheme((theme) => {
      panel?.setTheme(theme);
      overlay?.setTheme(theme);
    });
    looking = setInterval(() => {
      const next = readDealCard(window.APP);
      if (next === null || sameCard(card, next)) return;
      card = next;
      panel?.update(next);
    }, LOOK_MS);
    $(document).on('page:changed.archimedPlus', () => {
      if (panel === null || (panel.alive() && readDealCard(window.APP) !== null)) return;
      leave();
      journal.leave();
    });
  };

  return {
    show: () => {
      setLang(readLang(window.APP));
      journal.look();
      const card = readDealCard(window.APP);
      if (card === null) {
        leave();
      } else if (panel?.alive()) {
        panel.update(card);
      } else {
        leave();
        start(card);
      }
    },
    leave: () => {
      leave();
      journal.leave();
    },
  };
}

/** amoCRM draws the block of the right column; ours is its body (§6.7). */
function drawColumn(self: WidgetSelf): Element | null {
  const code = self.get_settings().widget_code;
  if (code === undefined) return null;
  const selector = `.card-widgets__widget-${CSS.escape(code)} .card-widgets__widget__body`;
  self.render_template({ caption: { class_name: 'archimed-plus__caption' }, body: '', render: '' });
  return document.querySelector(selector);
}
