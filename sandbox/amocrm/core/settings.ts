/** Switches and limits of an account, as `PATCH …/settings` sets them (README.md). */

export type HookSettings = {
  double: boolean;
  shuffle: boolean;
  together: boolean;
  paused: boolean;
  timeScale: number;
  /** Milliseconds between the change and the first attempt. */
  delayMs: number;
  /** `add_lead` followed by `update_lead`; `update_lead` also when links change (§5.6). */
  extraUpdate: boolean;
  /** Where the account stands among the pairs: the order of captures varies (§5.3). */
  accountOrder: 'first' | 'self-first' | 'last';
  /** A task closed from the list sends two events, from a card one (§5.3). */
  closeFromList: boolean;
  /** Note hooks carry `[type]` both as a scalar and as a list (§5.3). */
  collidingKeys: boolean;
};

export type AccountSettings = {
  /** How a widget's action of the Digital Pipeline is sent; JSON unless told (amocrm-api.md §5.4). */
  digitalPipelineFormat?: 'json' | 'form';
  filtersEnabled: boolean;
  unpaid: boolean | 'all';
  blocked: boolean;
  webhooksInPlan: boolean;
  duplicateControl: boolean;
  indexDelayMs: number;
  falsePositives: boolean;
  rps: number;
  /** All integrations of the account together; `noiseRps` is what the others take of it (§3.1). */
  sharedRps: number;
  noiseRps: number;
  rateLimitBody: 'html' | 'json';
  /** So many 429 within a minute block the account until an administrator lifts it; `null` never does. */
  blockAfter429: number | null;
  /** More items than this in one body are answered with 504; `null` takes any number. */
  maxBatch: number | null;
  ipRefused: boolean;
  lossReasonsEnabled: boolean;
  disconnectParam: 'client_uuid' | 'client_id';
  hooks: HookSettings;
};
