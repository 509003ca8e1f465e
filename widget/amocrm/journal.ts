import type { MeReply } from '../../worker/session/session.schemas.ts';
import { t } from '../card/messages.ts';
import { createHttp } from '../ui/http.ts';
import { getLang, setLang } from '../ui/i18n.ts';
import { readLang } from './card-context.ts';
import buttonCss from './journal-button.css?inline';
import { isPipelineArea, offersJournal, pipelineOf } from './journal-where.ts';
import { createOverlay, type Overlay } from './overlay.ts';
import type { PanelSession } from './panel-session.ts';
import { remembered, retryAfter } from './remembered.ts';
import { createShadow, readTheme, watchTheme } from './theme.ts';

/** «Журнал записи»: its button on the board of a pipeline, and its page over amoCRM's. */
export type Journal = {
  /** amoCRM shows another area, or another pipeline in it. */
  look(): void;
  /** Where it is offered, its page is loaded while nobody waits for it. */
  warm(): void;
  open(dealId: number | null): void;
  leave(): void;
};

export function createJournal(options: {
  publicUrl: string;
  session: PanelSession;
  onChanged: () => void;
}): Journal {
  const { publicUrl, session } = options;
  const http = createHttp({ baseUrl: publicUrl, session: session.store });
  let button: { host: HTMLElement; stop: () => void } | null = null;
  let overlay: { window: Overlay; stop: () => void } | null = null;
  let looked = 0;
  let failures = 0;
  let again: ReturnType<typeof setTimeout> | undefined;

  const readMe = remembered(() => http<MeReply>('GET', '/api/me'));
  const ready = (): Overlay => {
    if (overlay === null) {
      const window = createOverlay({
        page: 'journal',
        publicUrl,
        session: session.store,
        title: t('journal'),
        onChanged: options.onChanged,
        onDeal: goToDeal,
      });
      overlay = { window, stop: watchTheme(window.setTheme) };
    }
    return overlay.window;
  };
  const open = (dealId: number | null): void => {
    void ready().open({ kind: 'journal', dealId, lang: getLang(), theme: readTheme() });
  };
  const show = (): void => {
    if (button !== null) return;
    const { host, root } = createShadow(document.body, buttonCss);
    host.dataset.archimedJournal = '';
    const element = document.createElement('button');
    element.type = 'button';
    element.className = 'journal';
    element.textContent = t('journal');
    element.addEventListener('click', () => open(null));
    root.append(element);
    const stop = watchTheme((theme) => {
      host.dataset.theme = theme;
    });
    button = { host, stop };
    ready().warm();
  };
  const hide = (): void => {
    button?.stop();
    button?.host.remove();
    button = null;
  };

  const look = (): void => {
    looked += 1;
    const mine = looked;
    clearTimeout(again);
    if (!isPipelineArea(window.APP)) {
      hide();
      return;
    }
    setLang(readLang(window.APP));
    void readMe().then((reply) => {
      if (mine !== looked) return;
      failures = reply.ok ? 0 : failures + 1;
      if (reply.ok && offersJournal(reply.value, pipelineOf(window.APP, location.pathname))) show();
      else hide();
      if (reply.ok) return;
      const wait = retryAfter(failures, session.refusal()?.status ?? reply.error.status);
      if (wait !== null) again = setTimeout(look, wait);
    });
  };

  return {
    look,
    warm: () => ready().warm(),
    open,
    leave: () => {
      looked += 1;
      clearTimeout(again);
      hide();
      overlay?.stop();
      overlay?.window.dispose();
      overlay = null;
    },
  };
}

/** As a link of amoCRM's own would. */
function goToDeal(dealId: number): void {
  location.assign(`/leads/detail/${dealId}`);
}
