import { signal } from '@preact/signals';
import { hasUnsaved, leave } from './guard.ts';

export const sectionIds = [
  'branches',
  'statuses',
  'fields',
  'users',
  'automation',
  'matching',
  'history',
  'versions',
] as const;
export type SectionId = (typeof sectionIds)[number];

export const section = signal<SectionId>('branches');

export function sectionOf(hash: string): SectionId {
  return sectionIds.find((id) => `#${id}` === hash) ?? 'branches';
}

export function openSection(id: SectionId): void {
  leave(() => {
    if (sectionOf(location.hash) === id) section.value = id;
    else location.hash = id;
  });
}

/** The browser's back and forward work; with unsaved edits the address goes back to where the user still is. */
export function followAddress(): void {
  section.value = sectionOf(location.hash);
  window.addEventListener('hashchange', () => {
    const wanted = sectionOf(location.hash);
    if (wanted === section.value) return;
    if (!hasUnsaved()) {
      section.value = wanted;
      return;
    }
    history.pushState(null, '', `#${section.value}`);
    leave(() => {
      location.hash = wanted;
    });
  });
  window.addEventListener('beforeunload', (event) => {
    if (hasUnsaved()) event.preventDefault();
  });
}
