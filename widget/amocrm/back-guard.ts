/**
 * The browser's «back» changes the page under a widget: what is typed would go with the page. While `holds()`, the step is
 * not taken and `onBack` says what happens instead; `go` takes it after all. Returns how to stop. amoCRM's own listener of
 * `popstate` is always called before ours, so the step must be held before it is taken: the Navigation API can, once for each
 * time the user did something on the page. Browsers without it go back as ever.
 */
export function guardBack(options: { holds(): boolean; onBack(go: () => void): void }): () => void {
  const navigation: Navigation | undefined = window.navigation;
  let passing = false;
  const onNavigate = (event: NavigateEvent): void => {
    const isGoing = passing;
    passing = false;
    if (event.navigationType !== 'traverse' || !event.cancelable || isGoing || !options.holds()) return;
    event.preventDefault();
    const { key } = event.destination;
    options.onBack(() => {
      passing = true;
      navigation?.traverseTo(key);
    });
  };
  navigation?.addEventListener('navigate', onNavigate);
  return () => navigation?.removeEventListener('navigate', onNavigate);
}
