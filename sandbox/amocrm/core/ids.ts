/** Ids are unique over all accounts, as in amoCRM, and continue above whatever a description brought along. */
const starts = {
  lead: 41_203_400,
  contact: 58_841_400,
  task: 771_300,
  note: 330_118_900,
  field: 1_480_100,
  option: 912_300,
  tag: 350_100,
  webhook: 9_912_044,
  status: 75_530_000,
  group: 77_001,
  lossReason: 4_203_700,
  source: 21_940_100,
  pipeline: 9_020_000,
  user: 11_403_000,
  role: 5_150,
  unsorted: 0,
} as const;

export type IdKind = keyof typeof starts;

export type Ids = {
  next(kind: IdKind): number;
  seen(kind: IdKind, id: number): void;
  eventId(atMs: number): string;
};

const crockford = '0123456789abcdefghjkmnpqrstvwxyz';

function base32(value: number, length: number): string {
  let rest = value;
  let text = '';
  for (let i = 0; i < length; i += 1) {
    text = (crockford[rest % 32] ?? '0') + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

export function createIds(): Ids {
  const last: Record<IdKind, number> = { ...starts };
  let events = 0;
  return {
    next(kind) {
      last[kind] += 1;
      return last[kind];
    },
    seen(kind, id) {
      if (id > last[kind]) last[kind] = id;
    },
    eventId(atMs) {
      events += 1;
      return base32(atMs, 10) + base32(events, 16);
    },
  };
}
