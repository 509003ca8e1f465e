import { useEffect, useRef } from 'preact/hooks';

/** What was clicked has gone with the answer: reading goes on here (an element with `tabIndex={-1}`). */
export function useKeptFocus(moment: unknown): { current: HTMLDivElement | null } {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { activeElement } = document;
    const lost =
      activeElement === null || activeElement === document.body || activeElement.tagName === 'DIALOG';
    if (lost) element.current?.focus();
  }, [moment]);
  return element;
}
