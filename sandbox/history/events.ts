import { type Random, streamOf } from '../random.ts';
import {
  type Decision,
  failureCodes,
  hookAnswered,
  reconciled,
  visitDone,
  visitFailed,
  visitIgnored,
} from './words.ts';

/** The past of a big clinic: every kind of event, outcome and branch, in the order in which such events come in. */
export type HistoryPlan = {
  seed: number;
  /** Milliseconds since the epoch: the newest event is a little older. */
  now: number;
  /** Within the last thirty days. */
  events: number;
  /** Before them: what an account's own retention is to erase. */
  older: number;
  links: number;
  sourceId: number;
  /** The first has most of the visits, the last hardly any. */
  branches: readonly [number, ...number[]];
};

export type Link = { visitId: string; talonId: number; dealId: number; branchId: number; at: number };

export type Attempt = {
  number: number;
  at: number;
  durationMs: number;
  outcome: 'done' | 'retry' | 'failed';
  httpStatus: number | null;
  code: string | null;
};

export type PastEvent = {
  id: string;
  kind: string;
  lane: string;
  at: number;
  branchId: number | null;
  visitId: string | null;
  dealId: number | null;
  payload: object;
  outcome: 'pending' | 'done' | 'failed' | 'ignored';
  dueAt: number | null;
  heldByBranch: number | null;
  decision: Decision | null;
  attempts: Attempt[];
};

const DAY_MS = 24 * 3600_000;
export const DAYS = 30;
const FIRST_TALON = 5_000_000;
const FIRST_DEAL = 70_000_000;
/** One of a hundred events belongs to this deal: its story is long. */
const LONG_STORY = 0.01;
/** The newest ones still wait: some for their time, some for an administrator's decision about the last branch. */
const PENDING = 300;
const HELD = 150;

/** How many of 10,000. */
const weights = {
  'visit.created': 400,
  'visit.changed': 900,
  'visit.moved': 350,
  'visit.status_changed': 2300,
  'visit.cancelled': 180,
  'visit.deleted': 25,
  'visit.restored': 5,
  'visit.unlinked': 2,
  'click.book': 120,
  'click.change': 40,
  'click.move': 30,
  'click.cancel': 20,
  'review.decided': 3,
  'lead.added': 400,
  'lead.updated': 3000,
  'lead.status_changed': 1000,
  'lead.deleted': 10,
  'lead.restored': 2,
  'contact.added': 200,
  'contact.updated': 1000,
  'contact.deleted': 5,
  'account.subscribe': 1,
  'branch.stopped': 1,
  'source.reconciled': 6,
} as const;

export function linksOf(plan: HistoryPlan): Link[] {
  const random = streamOf(plan.seed, 'links');
  return Array.from({ length: plan.links }, (_, index) => ({
    visitId: uuid(random),
    talonId: FIRST_TALON + index,
    dealId: FIRST_DEAL + index,
    branchId: branchOf(plan, random),
    at: plan.now - Math.floor(random.next() * DAYS * DAY_MS),
  }));
}

export function* eventsOf(plan: HistoryPlan, links: readonly Link[]): Generator<PastEvent> {
  const random = streamOf(plan.seed, 'events');
  const all = plan.older + plan.events;
  const step = ((DAYS - 0.2) * DAY_MS) / plan.events;
  for (let place = 0; place < all; place += 1) {
    const left = all - place;
    // Stored in the order they came in, give or take some seconds.
    const at = Math.floor(plan.now - left * step - random.int(5_000) - (left > plan.events ? DAY_MS : 0));
    yield left <= PENDING + HELD
      ? waiting(plan, links, random, at, left > PENDING)
      : ended(plan, links, random, at);
  }
}

function ended(plan: HistoryPlan, links: readonly Link[], random: Random, at: number): PastEvent {
  const kind = random.weighted(weights);
  const [side = ''] = kind.split('.');
  const link = linkOf(links, random);
  const place = whereOf(plan, side, link, random);
  const event = { id: uuid(random), kind, at, ...place, dueAt: null, heldByBranch: null };
  const turn = random.int(60);
  if (side === 'source' || side === 'account' || side === 'branch') {
    return { ...event, payload: { origin: 'record' }, outcome: 'done', decision: reconciled, attempts: [] };
  }
  const origin = side === 'visit' ? 'poll' : side === 'click' ? 'click' : 'hook';
  const changes = [{ field: 'statusId', from: String(turn % 5), to: String((turn + 1) % 5) }];
  const payload = side === 'visit' ? { origin, changes } : { origin, entity: side, id: place.dealId };
  const isFailed = random.chance(side === 'visit' || side === 'click' ? 0.008 : 0.0002);
  if (isFailed) {
    return { ...event, payload, outcome: 'failed', decision: visitFailed, attempts: givenUp(at, random) };
  }
  const isIgnored = random.chance(side === 'visit' ? 0.15 : side === 'click' ? 0 : 0.6);
  const decision =
    side === 'visit' || side === 'click'
      ? isIgnored
        ? visitIgnored(turn)
        : visitDone(place.dealId ?? 0, turn)
      : hookAnswered(isIgnored);
  return {
    ...event,
    payload,
    outcome: isIgnored ? 'ignored' : 'done',
    decision,
    attempts: random.chance(0.03) ? [retried(1, at, random), worked(2, at, random)] : [worked(1, at, random)],
  };
}

function waiting(
  plan: HistoryPlan,
  links: readonly Link[],
  random: Random,
  at: number,
  isHeld: boolean,
): PastEvent {
  const link = linkOf(links, random);
  const branchId = isHeld ? (plan.branches.at(-1) ?? plan.branches[0]) : link.branchId;
  return {
    id: uuid(random),
    kind: 'visit.moved',
    lane: `visit:${link.visitId}`,
    at,
    branchId,
    visitId: link.visitId,
    dealId: link.dealId,
    payload: { origin: 'poll', changes: [{ field: 'begin', from: '09:00', to: '09:30' }] },
    outcome: 'pending',
    // Far enough away that nothing is tried while somebody looks.
    dueAt: isHeld ? null : plan.now + DAY_MS + random.int(DAY_MS),
    heldByBranch: isHeld ? branchId : null,
    decision: null,
    attempts: isHeld ? [] : [retried(1, at, random)],
  };
}

function whereOf(
  plan: HistoryPlan,
  side: string,
  link: Link,
  random: Random,
): Pick<PastEvent, 'lane' | 'branchId' | 'visitId' | 'dealId'> {
  switch (side) {
    case 'visit':
    case 'click':
    case 'review':
      return {
        lane: `visit:${link.visitId}`,
        branchId: link.branchId,
        visitId: link.visitId,
        dealId: link.dealId,
      };
    case 'lead':
      return { lane: `lead:${link.dealId}`, branchId: null, visitId: null, dealId: link.dealId };
    case 'contact': {
      const contact = 40_000_000 + random.int(30_000);
      return { lane: `contact:${contact}`, branchId: null, visitId: null, dealId: null };
    }
    default: {
      const branchId = side === 'account' ? null : plan.branches[0];
      const lane = side === 'source' ? `source:${plan.sourceId}` : `${side}:${branchId ?? 0}`;
      return { lane, branchId, visitId: null, dealId: null };
    }
  }
}

function linkOf(links: readonly Link[], random: Random): Link {
  const link = links[random.chance(LONG_STORY) ? 0 : random.int(links.length)];
  if (link === undefined) {
    throw new Error('A history without links.');
  }
  return link;
}

/** Four of five in the first, of what is left again four of five in the next. */
function branchOf({ branches }: HistoryPlan, random: Random): number {
  return branches.find(() => random.chance(0.8)) ?? branches.at(-1) ?? branches[0];
}

const WAITS_S = [5, 15, 60, 300, 900, 3600, 10_800, 21_600, 43_200, 86_400, 86_400];

function givenUp(at: number, random: Random): Attempt[] {
  let when = at;
  const all: Attempt[] = [];
  for (const [index, wait] of WAITS_S.entries()) {
    all.push({ ...retried(index + 1, when, random) });
    when += wait * 1000;
  }
  return [...all, { ...retried(WAITS_S.length + 1, when, random), outcome: 'failed' }];
}

function retried(number: number, at: number, random: Random): Attempt {
  const [code, httpStatus] = failureCodes[random.int(failureCodes.length)] ?? ['internal', null];
  return { number, at, durationMs: 80 + random.int(9_000), outcome: 'retry', httpStatus, code };
}

function worked(number: number, at: number, random: Random): Attempt {
  return { number, at, durationMs: 80 + random.int(900), outcome: 'done', httpStatus: null, code: null };
}

function uuid(random: Random): string {
  const hex = Array.from({ length: 4 }, () =>
    random
      .int(2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
