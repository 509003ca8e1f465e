/** One thing that is not as product.md says. */
export type Mistake = {
  kind: 'lost' | 'doubled' | 'wrong';
  /** talon, patient, contact, deal, link, stage, field, task, note, answer, event. */
  what: string;
  account: number;
  text: string;
  person: number | null;
  dealId: number | null;
};

export type Say = (
  kind: Mistake['kind'],
  what: string,
  text: string,
  where?: { person?: number | undefined; dealId?: number | undefined },
) => void;

export function listener(account: number): { say: Say; mistakes: Mistake[] } {
  const mistakes: Mistake[] = [];
  return {
    mistakes,
    say: (kind, what, text, where = {}) =>
      mistakes.push({
        kind,
        what,
        account,
        text,
        person: where.person ?? null,
        dealId: where.dealId ?? null,
      }),
  };
}

export function numberOf(mistakes: readonly Mistake[], kind: Mistake['kind']): number {
  return mistakes.filter((mistake) => mistake.kind === kind).length;
}
