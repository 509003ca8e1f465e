import type { WidgetView } from '../pages/view-types.ts';
import type { PageState } from './state.ts';

/** Which widgets belong to the area that is open (amocrm-api.md §6.3). */

const byArea: Record<string, RegExp> = {
  leads_card: /^(lcard-[01]|card_sdk)$/,
  contacts_card: /^(ccard-[01]|card_sdk)$/,
  companies_card: /^(comcard-[01]|card_sdk)$/,
  leads: /^llist-[01]$/,
  contacts: /^clist-[01]$/,
  companies: /^clist-[01]$/,
  widgetsSettings: /^settings$/,
  digital_pipeline: /^digital_pipeline$/,
};

export function belongs(widget: WidgetView, state: PageState): boolean {
  if (!widget.installed && state.area !== 'widgetsSettings') return false;
  // `init_once` and `everywhere` are met on every page (§6.2, §6.3).
  if (widget.initOnce || widget.locations.includes('everywhere')) return true;
  if (state.area === `advanced-settings:${widget.code}`)
    return widget.locations.includes('advanced_settings');
  const wanted = byArea[state.area];
  return wanted !== undefined && widget.locations.some((location) => wanted.test(location));
}
