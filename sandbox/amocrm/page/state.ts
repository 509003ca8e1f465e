import type { Bootstrap, CardView, ContactView } from '../pages/view-types.ts';
import type { JQuery } from './amd.ts';

/** Areas by amoCRM's names (amocrm-api.md §6.6). */
export type Area =
  | 'leads-pipeline'
  | 'leads'
  | 'contacts'
  | 'companies'
  | 'leads_card'
  | 'contacts_card'
  | 'companies_card'
  | 'settings'
  | 'widgetsSettings'
  | 'digital_pipeline'
  | `advanced-settings:${string}`;

export type BaseEntity = 'leads' | 'contacts' | 'companies';

/** The card that is open, of whatever kind; `id` is 0 while a new one is being filled in. */
export type OpenCard = {
  entity: BaseEntity;
  id: number;
  /** What `APP.data.current_card.model` answers, unsaved values too. */
  attributes: Record<string, unknown>;
  contacts: ContactView[];
};

/** The list that is open and its checked rows, for mass actions (`self.list_selected()`). */
export type OpenList = {
  entity: BaseEntity;
  selected: { id: number; type: string; emails: string[]; phones: string[] }[];
  /** Of a board: the pipeline whose deals it shows. */
  pipelineId?: number;
};

/** What the page knows at a moment; one object for its whole life. */
export type PageState = {
  boot: Bootstrap;
  readonly $: JQuery;
  area: Area;
  /** The deal of a deal card. */
  card: CardView | null;
  open: OpenCard | null;
  list: OpenList | null;
};
