import { signal } from '@preact/signals';
import { hasUnsaved, leave } from './guard.ts';

export const sectionIds = [
  'start',
  'branches',
  'statuses',
  'fields',
  'users',
  'automation',
  'matching',
  'history',
  'state',
  'versions',
  'support',
] as const;
export type SectionId = (typeof sectionIds)[number];

export const section = signal<SectionId>('branches');
/** What stands behind the section in the address (`#start/fields`). */
export const inside = signal('');

/** null: the address names no section. */
export function placeOf(hash: string): { section: SectionId; inside: string } | null {
  const [name, rest = ''] = hash.slice(1).split('/');
  const found = sectionIds.find((id) => id === name);
  return found === undefined ? null : { section: found, inside: rest };
}

export function openSection(id: SectionId, part = ''): void {
  leave(() => {
    location.hash = addressOf(id, part);
  });
}

/** As `openSection`, but the browser's back does not come here again: nobody chose this place. */
export function settleIn(id: SectionId, part = ''): void {
  history.replaceState(null, '', addressOf(id, part));
  show();
}

/** The browser's back and forward work; with unsaved edits the address goes back to where the user still is. */
export function followAddress(first: SectionId): void {
  if (placeOf(location.hash) === null) settleIn(first);
  else show();
  window.addEventListener('hashchange', () => {
    const wanted = location.hash;
    const current = addressOf(section.value, inside.value);
    if (wanted === current) return;
    if (!hasUnsaved()) {
      show();
      return;
    }
    history.pushState(null, '', current);
    leave(() => {
      location.hash = wanted;
    });
  });
  window.addEventListener('beforeunload', (event) => {
    if (hasUnsaved()) event.preventDefault();
  });
}

function addressOf(id: SectionId, part: string): string {
  return part === '' ? `#${id}` : `#${id}/${part}`;
}

function show(): void {
  const place = placeOf(location.hash);
  if (place === null) return;
  section.value = place.section;
  inside.value = place.inside;
}
