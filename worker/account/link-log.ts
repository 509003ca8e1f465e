/** The order in which deals got their links, while this object lives: events side by side may choose the same deal. */
export type LinkLog = {
  now(): number;
  note(dealId: number): void;
  isLinkedSince(dealId: number, moment: number): boolean;
};

export function createLinkLog(): LinkLog {
  const last = new Map<number, number>();
  let moment = 0;
  return {
    now: () => moment,
    note(dealId) {
      moment += 1;
      last.set(dealId, moment);
    },
    isLinkedSince: (dealId, since) => (last.get(dealId) ?? 0) > since,
  };
}
