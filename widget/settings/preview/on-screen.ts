import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Drafts } from '../../../worker/preview/preview.schemas.ts';
import { same } from '../drafts/same.ts';

/** What stands on the screen, saved or not, as the server takes it; false `valid`: with errors that saving would show. */
export type OnScreen = { drafts: Drafts; valid: boolean };

const nothing: OnScreen = { drafts: {}, valid: true };

/** The section on the screen registers itself, as it does with the guard of unsaved edits (guard.ts). */
export const onScreen = signal<OnScreen>(nothing);

export function useOnScreen(now: OnScreen | null): void {
  useEffect(() => {
    if (now !== null && !same(now, onScreen.peek())) onScreen.value = now;
  });
  useEffect(
    () => () => {
      onScreen.value = nothing;
    },
    [],
  );
}
