/**
 * The browser's «back» changes the page under a widget without asking it: what is typed would go with the page. While
 * `holds()`, the step is taken back before amoCRM's own listener sees it, and `onBack` says what happens instead; `go`
 * takes the step after all. Returns how to stop.
 */
export function guardBack(options: { holds(): boolean; onBack(go: () => void): void }): () => void {
  // Browsers without the Navigation API do not tell how far it went: «back» by one is assumed.
  const navigation: Navigation | undefined = window.navigation;
  let step = -1;
  let returning = false;
  let passing = false;
  const onMove = ({ from }: NavigationCurrentEntryChangeEvent): void => {
    const to = navigation?.currentEntry ?? null;
    step = to === null || to.index === from.index ? -1 : to.index - from.index;
  };
  const onPopState = (event: PopStateEvent): void => {
    if (returning) {
      // Here again, as if nothing had happened.
      returning = false;
      event.stopImmediatePropagation();
      return;
    }
    if (passing || !options.holds()) {
      passing = false;
      return;
    }
    event.stopImmediatePropagation();
    const taken = step;
    returning = true;
    history.go(-taken);
    options.onBack(() => {
      passing = true;
      history.go(taken);
    });
  };
  navigation?.addEventListener('currententrychange', onMove);
  window.addEventListener('popstate', onPopState, true);
  return () => {
    navigation?.removeEventListener('currententrychange', onMove);
    window.removeEventListener('popstate', onPopState, true);
  };
}
