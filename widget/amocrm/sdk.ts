/** What of amoCRM's widget SDK is used (amocrm-api.md §6.4–6.6). */
export type Callbacks = {
  render(): boolean;
  init(): boolean;
  bind_actions(): boolean;
  settings(body: { get(index: number): unknown }): void;
  /** The reference names no argument; where the modal's body is not told it is looked for. */
  dpSettings(body?: { get(index: number): unknown }): void;
  onSave(save?: unknown): boolean;
  destroy(): void;
  advancedSettings(): void;
};

/** jQuery 2.1.3: neither a Promise nor does it have `catch` (§2.1). */
export type Deferred = {
  done(listener: (data: unknown) => void): Deferred;
  fail(listener: (request: { status: number; responseText?: string }) => void): Deferred;
};

export type AjaxSettings = { url: string; type: string; dataType: string; timeout: number };

export type WidgetSelf = {
  callbacks: Callbacks;
  get_settings(): { widget_code?: string };
  get_install_status(): string;
  render_template(template: { caption: { class_name: string }; body: string; render: string }): unknown;
  /** The contacts of the open card, from what its page knows. */
  get_current_card_contacts_data(): PromiseLike<unknown>;
  $authorizedAjax(settings: AjaxSettings): Deferred;
};

export type JQuery = (target: Document) => {
  on(events: string, listener: () => void): unknown;
  off(events: string): unknown;
};
