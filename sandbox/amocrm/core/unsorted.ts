export const unsortedCategories = ['forms', 'sip', 'mail', 'chats'] as const;
export type UnsortedCategory = (typeof unsortedCategories)[number];
export type UnsortedState = 'waiting' | 'accepted' | 'declined' | 'linked';

/** A request that nobody has taken yet (amocrm-api.md §4.13). Its deal and contacts exist, the contacts unlisted. */
export type UnsortedItem = {
  uid: string;
  sourceUid: string;
  sourceName: string;
  category: UnsortedCategory;
  pipelineId: number;
  createdAt: number;
  metadata: Record<string, unknown>;
  state: UnsortedState;
  leadId: number;
  contactIds: number[];
  companyIds: number[];
};
