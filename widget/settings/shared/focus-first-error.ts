/** After a refused save the keyboard stands where the first thing has to be mended; the errors are drawn first. */
export function focusFirstError(form: HTMLElement | null): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
