/**
 * A chip that had the focus may go because somebody else took its time. The focus then goes to what stood around it, so that
 * the next Tab goes on from there and not from the top of the page.
 */
export function keepFocus(root: HTMLElement): () => void {
  let path: HTMLElement[] = [];
  const onFocus = (event: FocusEvent): void => {
    path = [];
    for (let at = event.target; at instanceof HTMLElement && at !== root; at = at.parentElement)
      path.push(at);
  };
  const observer = new MutationObserver(() => {
    const [focused, ...around] = path;
    if (focused === undefined || focused.isConnected || document.activeElement !== document.body) return;
    const stays = around.find((element) => element.isConnected) ?? root;
    if (!stays.hasAttribute('tabindex')) stays.tabIndex = -1;
    stays.focus({ preventScroll: true });
  });
  root.addEventListener('focusin', onFocus);
  observer.observe(root, { childList: true, subtree: true });
  return () => {
    root.removeEventListener('focusin', onFocus);
    observer.disconnect();
  };
}
