import { createHttp, isRecord } from '../ui/http.ts';
import { setLang } from '../ui/i18n.ts';
import { mountAdvanced } from './advanced-page.ts';
import { readLang } from './card-context.ts';
import { createController } from './controller.ts';
import { mountDpSettings } from './dp/dp-settings.tsx';
import { createPanelSession } from './panel-session.ts';
import type { JQuery, WidgetSelf } from './sdk.ts';
import { type MountedSettings, mountSettings } from './settings-view.tsx';

const publicUrl = __PUBLIC_URL__;

/** What the AMD module returns: the constructor that amoCRM calls with `new` (amocrm-api.md §6.4). */
export default function defineWidget($: JQuery) {
  return function Widget(this: WidgetSelf): WidgetSelf {
    const controller = createController(this, $, publicUrl);
    let leaveAdvanced: (() => void) | null = null;
    let dialog: MountedSettings | null = null;

    this.callbacks = {
      render: () => {
        controller.show();
        return true;
      },
      init: () => true,
      bind_actions: () => true,
      settings: (body) => {
        setLang(readLang(window.APP));
        const element = body.get(0);
        if (!(element instanceof HTMLElement)) return;
        const http = createHttp({ baseUrl: publicUrl, session: createPanelSession(this, publicUrl).store });
        dialog = mountSettings(element, {
          publicUrl,
          installed: this.get_install_status() !== 'install',
          handoff: () => http<{ url: string }>('POST', '/api/session/handoff'),
        });
      },
      dpSettings: (body) => {
        setLang(readLang(window.APP));
        const element = body?.get(0);
        mountDpSettings(element instanceof HTMLElement ? element : document, {
          publicUrl,
          session: createPanelSession(this, publicUrl),
        });
      },
      // Nothing leaves amoCRM before the consent is given (amocrm-api.md §6.8); switching the widget off needs none.
      onSave: (save) => isDisabling(save) || (dialog?.agreed() ?? true),
      destroy: () => {
        controller.leave();
        leaveAdvanced?.();
        leaveAdvanced = null;
      },
      advancedSettings: () => {
        setLang(readLang(window.APP));
        const area = document.getElementById(`work-area-${this.get_settings().widget_code ?? ''}`);
        if (area === null) return;
        leaveAdvanced?.();
        leaveAdvanced = mountAdvanced(area, {
          publicUrl,
          session: createPanelSession(this, publicUrl),
        });
      },
    };
    return this;
  };
}

/** Disabling calls `onSave`, too (§6.4). */
function isDisabling(save: unknown): boolean {
  return isRecord(save) && save.active === 'N';
}
