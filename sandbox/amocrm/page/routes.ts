import type { Page } from './app.ts';
import { showBoard } from './board.ts';
import { showCard } from './card.ts';
import { showAdvanced, showSettings } from './settings.ts';
import type { PageState } from './state.ts';
import type { WidgetHost } from './widget-host.ts';

type Route = {
  pattern: RegExp;
  show(state: PageState, host: WidgetHost, root: HTMLElement, part: string): Promise<Page>;
};

/** Addresses of the pages; the first that fits. `part` is what the pattern's parentheses caught. */
export const routes: readonly Route[] = [
  { pattern: /^\/leads\/detail\/(\d+)/, show: (s, h, r, id) => showCard(s, h, r, Number(id)) },
  { pattern: /^\/settings\/widgets\/([a-z0-9_]+)\/advanced/, show: showAdvanced },
  { pattern: /^\/settings\/widgets/, show: showSettings },
  { pattern: /^\/(?:leads\/?)?$|^\/leads\/pipeline/, show: showBoard },
];
