import { render } from 'preact';
import type { MeReply } from '../../worker/session/session.schemas.ts';
import type { DealCard } from '../amocrm/card-context.ts';
import { createShadow } from '../amocrm/theme.ts';
import type { Theme } from '../ui/bridge-messages.ts';
import panelCss from './panel.css?inline';
import { Panel, type PanelAction } from './panel.tsx';
import type { PanelApi } from './use-panel-data.ts';

export type MountedPanel = {
  /** Still in the page: amoCRM throws the column away without a word when it draws the card again. */
  alive(): boolean;
  update(card: DealCard): void;
  refresh(): void;
  setTheme(theme: Theme): void;
  dispose(): void;
};

export function mountPanel(
  parent: Element,
  options: {
    api: PanelApi;
    card: DealCard;
    onAction: (action: PanelAction) => void;
    onReady: (me: MeReply) => void;
  },
): MountedPanel {
  const { host, root } = createShadow(parent, panelCss);
  let card = options.card;
  let revision = 0;
  const draw = (): void => {
    render(
      <Panel
        key={card.dealId}
        api={options.api}
        card={card}
        revision={revision}
        onAction={options.onAction}
        onReady={options.onReady}
      />,
      root,
    );
  };
  draw();
  return {
    alive: () => host.isConnected,
    update: (next) => {
      card = next;
      draw();
    },
    refresh: () => {
      revision += 1;
      draw();
    },
    setTheme: (theme) => {
      host.dataset.theme = theme;
    },
    dispose: () => {
      render(null, root);
      host.remove();
    },
  };
}
