import type { Theme } from '../ui/bridge-messages.ts';

/** amoCRM marks its dark scheme on `html` (amocrm-api.md §6.7). */
export function readTheme(): Theme {
  return document.documentElement.dataset.colorScheme === 'dark' ? 'dark' : 'light';
}

export function watchTheme(listener: (theme: Theme) => void): () => void {
  const observer = new MutationObserver(() => listener(readTheme()));
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-color-scheme'] });
  return () => observer.disconnect();
}

/** A shadow root with its own styles: nothing leaks out of it and amoCRM's styles do not leak in. */
export function createShadow(parent: Element, css: string): { host: HTMLElement; root: HTMLElement } {
  const host = document.createElement('div');
  host.dataset.theme = readTheme();
  const shadow = host.attachShadow({ mode: 'open' });
  const style = document.createElement('style');
  style.textContent = css;
  const root = document.createElement('div');
  shadow.append(style, root);
  parent.append(host);
  return { host, root };
}
