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

/**
 * Rules of the page reach the host element itself, and what is inherited would go on inside. Important declarations of a
 * shadow root win against all of the page's, its important ones too. Variables are not among `all`: amoCRM's palette comes in.
 */
const RESET = `
:host { all: initial !important; display: block !important; color-scheme: light !important; }
:host([data-theme="dark"]) { color-scheme: dark !important; }
`;

/** A shadow root with its own styles: nothing leaks out of it and amoCRM's styles do not leak in. */
export function createShadow(parent: Element, css: string): { host: HTMLElement; root: HTMLElement } {
  const host = document.createElement('div');
  host.dataset.theme = readTheme();
  const shadow = host.attachShadow({ mode: 'open' });
  const style = document.createElement('style');
  style.textContent = `${RESET}${css}`;
  const root = document.createElement('div');
  shadow.append(style, root);
  parent.append(host);
  return { host, root };
}
