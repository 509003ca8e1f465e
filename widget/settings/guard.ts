import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** What would be lost by leaving; the section on the screen registers itself. */
export type Unsaved = { dirty: () => boolean; save: () => Promise<boolean>; discard: () => void };

let active: Unsaved | null = null;

/** Where the user wants to go while something is unsaved; the dialog of the shell asks. */
export const leaving = signal<(() => void) | null>(null);

export function leave(then: () => void): void {
  if (active?.dirty()) leaving.value = then;
  else then();
}

export function hasUnsaved(): boolean {
  return active?.dirty() ?? false;
}

/** Tells when something becomes unsaved and when it is no more. Looked at now and then: forms keep their drafts in different ways. */
export function watchUnsaved(tell: (unsaved: boolean) => void): void {
  let told = false;
  setInterval(() => {
    const now = hasUnsaved();
    if (now !== told) tell(now);
    told = now;
  }, 300);
}

export function stay(): void {
  leaving.value = null;
}

export function dropAndGo(): void {
  const go = leaving.value;
  active?.discard();
  leaving.value = null;
  go?.();
}

/** Saves first; a refusal keeps the user where the reason is shown. */
export async function saveAndGo(): Promise<void> {
  const go = leaving.value;
  const saved = (await active?.save()) ?? true;
  leaving.value = null;
  if (saved) go?.();
}

/** Without asking: what is unsaved is saved first. A refusal keeps the user where the reason is shown. */
export async function saveAnd(then: () => void): Promise<void> {
  if (active?.dirty() !== true || (await active.save())) then();
}

export function useUnsaved(unsaved: Unsaved): void {
  useEffect(() => {
    active = unsaved;
    return () => {
      if (active === unsaved) active = null;
    };
  }, [unsaved]);
}
