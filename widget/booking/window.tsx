import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { keepFocus } from './keep-focus.ts';
import { t } from './messages.ts';

/** Header with the title, what stands beside it, and the way out. */
export function Window(props: {
  title: string;
  onClose: () => void;
  aside?: ComponentChildren;
  children: ComponentChildren;
}) {
  const root = useRef<HTMLElement>(null);
  useLayoutEffect(() => (root.current === null ? undefined : keepFocus(root.current)), []);
  return (
    <main class="window" ref={root}>
      <header class="window__header">
        <h1>{props.title}</h1>
        <div class="window__aside">{props.aside}</div>
        <button
          type="button"
          class="window__close"
          data-testid="close"
          aria-label={t('close')}
          onClick={props.onClose}
        >
          ×
        </button>
      </header>
      {props.children}
    </main>
  );
}
