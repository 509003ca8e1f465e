import type { Bootstrap, CardView } from '../pages/view-types.ts';
import type { JQuery } from './amd.ts';

export type Area = 'leads-pipeline' | 'leads_card' | 'widgetsSettings' | `advanced-settings:${string}`;

/** What the page knows at a moment; one object for its whole life. */
export type PageState = {
  readonly boot: Bootstrap;
  readonly $: JQuery;
  area: Area;
  card: CardView | null;
};
