import { useEffect, useRef } from 'preact/hooks';

/** A step begins at its heading, for eyes and for screen readers; the page's first one does not take the focus. */
export function useHeadingFocus(): { current: HTMLHeadingElement | null } {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (document.activeElement !== document.body) heading.current?.focus();
  }, []);
  return heading;
}
