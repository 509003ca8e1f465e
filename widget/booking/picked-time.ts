import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Slot } from '../../worker/visits/visits.schemas.ts';
import { nearestTo, type Offer, offersFrom, sameOffer } from './slots.ts';

/** Free time of some days as the grid shows it, of one doctor or of all: it may be another week than the list's. */
export type Known = { from: string; to: string; doctorId: number | null; slots: readonly Slot[] };

/** The time that was picked, watched as long as it is in view somewhere; what is searched for meanwhile changes nothing. */
export function createPickedTime(options: {
  slots: ReadonlySignal<readonly Slot[]>;
  offers: ReadonlySignal<readonly Offer[]>;
  /** The list is being read, or our own click is under way. */
  isUnsure: ReadonlySignal<boolean>;
  minutes: ReadonlySignal<number>;
  /** The day is one of those that the list was read for, and so is the doctor. */
  isListed(offer: Offer): boolean;
  dateOf(start: string): string;
}) {
  const picked = signal<Offer | null>(null);
  const grid = signal<Known | null>(null);
  /** What the visit that is being moved has now, as far as the grid has shown it: for itself it is free. */
  const own = signal<readonly Slot[]>([]);

  const isInGrid = ({ doctorId, start }: Pick<Slot, 'doctorId' | 'start'>): boolean => {
    const known = grid.value;
    const date = options.dateOf(start);
    return (
      known !== null && date >= known.from && date <= known.to && (known.doctorId ?? doctorId) === doctorId
    );
  };
  /** The grid was read later than the list: where it looks it is right. */
  const free = computed(() => [
    ...options.slots.value.filter((slot) => !isInGrid(slot)),
    ...(grid.value?.slots ?? []),
    ...own.value,
  ]);
  const chosen = computed(() => {
    const wanted = picked.value;
    if (wanted === null || options.isUnsure.value) return wanted;
    const found = offersFrom(
      free.value.filter(({ doctorId }) => doctorId === wanted.doctorId),
      options.minutes.value,
      Date.now(),
    ).find((offer) => sameOffer(wanted, offer));
    // Out of view nobody looks whether it is still free; the server does before it books.
    return found ?? (isInGrid(wanted) || options.isListed(wanted) ? null : wanted);
  });
  /** Why what was picked is no longer chosen: somebody took it, or the services need more time than is free there. */
  const lost = computed(() => {
    const wanted = picked.value;
    if (wanted === null || chosen.value !== null) return null;
    const isStillFree = free.value.some(
      (slot) => slot.doctorId === wanted.doctorId && Date.parse(slot.start) === Date.parse(wanted.start),
    );
    return { offer: wanted, why: isStillFree ? ('length' as const) : ('taken' as const) };
  });
  const nearest = computed(() =>
    lost.value === null ? [] : nearestTo(lost.value.offer, options.offers.value),
  );
  return { picked, grid, own, chosen, lost, nearest };
}
