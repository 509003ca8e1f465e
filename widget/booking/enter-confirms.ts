/** Enter confirms a form also from a list of choices: Chromium would open the list, which Space and the arrows do as well. */
export function enterConfirms(event: KeyboardEvent): void {
  const { target } = event;
  if (event.key !== 'Enter' || !(target instanceof HTMLSelectElement) || isOpen(target)) return;
  event.preventDefault();
  target.form?.requestSubmit();
}

/** Then Enter takes the choice and nothing else. A browser that does not know `:open` keeps the key to itself meanwhile. */
function isOpen(list: HTMLSelectElement): boolean {
  return CSS.supports('selector(:open)') && list.matches(':open');
}
