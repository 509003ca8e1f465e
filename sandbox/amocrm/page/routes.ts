import type { Page } from './app.ts';
import { showBoard } from './board.ts';
import { showCard } from './card.ts';
import { showFields } from './fields-page.ts';
import { showLeadsList } from './leads-list.ts';
import { showNew } from './new-card.ts';
import { showPeople } from './people-list.ts';
import { showPerson } from './person-card.ts';
import { showPipelineEditor } from './pipeline-editor.ts';
import { showPipelines } from './pipelines-page.ts';
import { showAdvanced, showSettings } from './settings.ts';
import type { PageState } from './state.ts';
import { showUpload } from './upload-page.ts';
import { showUsers } from './users-page.ts';
import type { WidgetHost } from './widget-host.ts';

type Route = {
  pattern: RegExp;
  show(state: PageState, host: WidgetHost, root: HTMLElement, part: string): Promise<Page>;
};

/** Addresses of the pages; the first that fits. `part` is what the pattern's parentheses caught. */
export const routes: readonly Route[] = [
  { pattern: /^\/leads\/detail\/(\d+)/, show: (s, h, r, id) => showCard(s, h, r, Number(id)) },
  {
    pattern: /^\/contacts\/detail\/(\d+)/,
    show: (s, h, r, id) => showPerson(s, h, r, 'contacts', Number(id)),
  },
  {
    pattern: /^\/companies\/detail\/(\d+)/,
    show: (s, h, r, id) => showPerson(s, h, r, 'companies', Number(id)),
  },
  { pattern: /^\/leads\/add/, show: (s, h, r) => showNew(s, h, r, 'leads') },
  { pattern: /^\/contacts\/add/, show: (s, h, r) => showNew(s, h, r, 'contacts') },
  { pattern: /^\/companies\/add/, show: (s, h, r) => showNew(s, h, r, 'companies') },
  { pattern: /^\/leads\/list/, show: showLeadsList },
  { pattern: /^\/contacts(?:\/(?:list\/?)?)?$/, show: (s, h, r) => showPeople(s, h, r, 'contacts') },
  { pattern: /^\/companies(?:\/(?:list\/?)?)?$/, show: (s, h, r) => showPeople(s, h, r, 'companies') },
  { pattern: /^\/settings\/widgets\/([a-z0-9_]+)\/advanced/, show: showAdvanced },
  { pattern: /^\/settings\/widgets/, show: showSettings },
  { pattern: /^\/settings\/dev\/upload/, show: showUpload },
  { pattern: /^\/settings\/pipeline\/leads\/(\d+)/, show: showPipelineEditor },
  { pattern: /^\/settings\/fields(?:\/(\w+))?/, show: showFields },
  { pattern: /^\/settings\/pipelines(?:\/(\d+))?/, show: showPipelines },
  { pattern: /^\/settings\/users/, show: showUsers },
  { pattern: /^\/(?:leads\/?)?$|^\/leads\/pipeline(?:\/(\d+))?/, show: showBoard },
];
