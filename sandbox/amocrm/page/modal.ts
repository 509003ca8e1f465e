import type { JQuery } from './amd.ts';
import { el } from './dom.ts';

export type ModalParams = {
  class_name?: string;
  init?: ($body: unknown) => void;
  destroy?: () => unknown;
  disable_overlay_click?: boolean;
  /** An element or what jQuery made of one. */
  container?: unknown;
};

function elementOf(value: unknown): Element {
  const first: unknown = typeof value === 'object' && value !== null && 0 in value ? value[0] : value;
  return first instanceof Element ? first : document.body;
}

/** `lib/components/base/modal` (amocrm-api.md §6.6): Esc, the overlay and the cross close it unless `destroy` says false. */
export function createModalClass($: JQuery) {
  return class Modal {
    readonly params: ModalParams;
    readonly root: HTMLElement;
    readonly onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') this.destroy();
    };

    constructor(params: ModalParams = {}) {
      this.params = params;
      const body = el('div', { class: 'modal-body__inner' });
      const close = el(
        'button',
        { class: 'modal__close', type: 'button', 'aria-label': 'Закрыть', onclick: () => this.destroy() },
        '×',
      );
      const box = el('div', { class: 'modal-body', role: 'dialog', 'aria-modal': 'true' }, close, body);
      this.root = el('div', { class: `modal modal-list ${params.class_name ?? ''}` }, box);
      this.root.addEventListener('mousedown', (event) => {
        if (event.target === this.root && params.disable_overlay_click !== true) this.destroy();
      });
      document.addEventListener('keydown', this.onKey);
      elementOf(params.container).append(this.root);
      params.init?.($(body));
    }

    destroy(): void {
      if (this.params.destroy?.() === false) return;
      document.removeEventListener('keydown', this.onKey);
      this.root.remove();
    }
  };
}
