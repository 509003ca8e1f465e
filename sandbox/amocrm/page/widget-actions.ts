import { el } from './dom.ts';
import { notify } from './notice.ts';
import type { PageState } from './state.ts';

/** `add_action` (a click on a phone or an address) and `add_source` (the feed's composer), amocrm-api.md §6.5. */

type Action = (params: Record<string, unknown>) => unknown;
type Source = { kind: string; title: string; send: Action };

export type WidgetActions = {
  addAction(kind: string, action: Action): void;
  addSource(kind: string, send: Action, title?: string): void;
  /** Puts the sources into the composer of the card that is open. */
  drawSources(): void;
  clear(): void;
};

const titles: Record<string, string> = { sms: 'SMS', chat: 'Чат', email: 'Почта', custom: 'Другое' };

export function createWidgetActions(state: PageState): WidgetActions {
  const actions = new Map<string, Action>();
  let sources: Source[] = [];

  document.addEventListener('click', (event) => {
    const link =
      event.target instanceof Element ? event.target.closest('a[href^="tel:"], a[href^="mailto:"]') : null;
    const href = link?.getAttribute('href') ?? '';
    const kind = href.startsWith('tel:') ? 'phone' : 'email';
    const action = href === '' ? undefined : actions.get(kind);
    if (action === undefined) return;
    event.preventDefault();
    const [, value = ''] = href.split(':');
    action({ type: kind, value, entity: state.open?.entity ?? 'leads', element_id: state.open?.id ?? 0 });
  });

  async function send(source: Source, composer: Element): Promise<void> {
    const text = composer.querySelector('textarea')?.value ?? '';
    const [contact] = state.open?.contacts ?? [];
    const to = {
      contact_id: contact?.id ?? null,
      phone: contact?.phones[0] ?? null,
      email: contact?.emails[0] ?? null,
    };
    try {
      await source.send({ text, element_id: state.open?.id ?? 0, ...to });
    } catch (error) {
      notify(`«${source.title}»: ${error instanceof Error ? error.message : 'не отправлено'}`, 'error');
    }
  }

  return {
    addAction: (kind, action) => actions.set(kind, action),
    addSource(kind, send, title) {
      sources = [...sources, { kind, send, title: title ?? titles[kind] ?? kind }];
    },
    drawSources() {
      const composer = document.querySelector('.feed__compose');
      composer?.querySelector('.feed-sources')?.remove();
      if (composer === null || sources.length === 0) return;
      const buttons = sources.map((source) =>
        el(
          'button',
          {
            class: 'button',
            type: 'button',
            'data-testid': `source-${source.kind}`,
            onclick: () => void send(source, composer),
          },
          source.title,
        ),
      );
      composer.append(el('span', { class: 'feed-sources' }, ...buttons));
    },
    clear() {
      actions.clear();
      sources = [];
    },
  };
}
