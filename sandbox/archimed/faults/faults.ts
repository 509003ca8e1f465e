import { z } from 'zod';

/** What the list and schedule replies are made to lose. */
export type Distortion = 'empty-list' | 'short-list' | 'no-schedule';

export const faultDescription = z.strictObject({
  /** HTTP method, any case, or several with commas; any when left out. */
  method: z.string().optional(),
  /** Below `/api/v5/`: `talons` means itself and everything below it, `talons*` is a glob. */
  path: z.string().optional(),
  sourceId: z.string().optional(),
  /** Found in the query as it is sent: what a list is asked for, `filters[0][field]=date` for instance. */
  query: z.string().min(1).optional(),
  kind: z.enum([
    'latency',
    'slow-first-page',
    'json-error',
    'ok-error',
    'html-error',
    'reset-before',
    'reset-after',
    'hang-before',
    'hang-after',
    'rate-limit',
    'empty-list',
    'short-list',
    'no-schedule',
    'flip-types',
  ]),
  chance: z.number().min(0).max(1).default(1),
  times: z.int().positive().optional(),
  delayMs: z.int().min(0).optional(),
  status: z.int().min(400).max(599).optional(),
  /** Of a `json-error` and an `ok-error`: a refusal in the clinic's own words. */
  message: z.string().optional(),
  /** Seconds; no `Retry-After` header when left out. */
  retryAfter: z.int().min(0).optional(),
});

export type FaultDescription = z.infer<typeof faultDescription>;
export type Fault = FaultDescription & { id: number };

/** `page`: which page of a list is asked for; 1 when it does not say. */
export type FaultTarget = {
  method: string;
  path: string;
  sourceId: string | null;
  page: number;
  query?: string;
};

/** Faults on demand. A request gets every delay that matches and the first other fault that does. */
export class Faults {
  readonly #random: () => number;
  #faults: { fault: Fault; used: number; left: number }[] = [];
  #nextId = 1;

  constructor(random: () => number) {
    this.#random = random;
  }

  add(description: FaultDescription): number {
    const fault = { ...description, id: this.#nextId };
    this.#nextId += 1;
    this.#faults.push({ fault, used: 0, left: description.times ?? Number.POSITIVE_INFINITY });
    return fault.id;
  }

  remove(id: number): boolean {
    const before = this.#faults.length;
    this.#faults = this.#faults.filter((entry) => entry.fault.id !== id);
    return this.#faults.length < before;
  }

  list(): (Fault & { used: number; left: number | null })[] {
    return this.#faults.map(({ fault, used, left }) => ({
      ...fault,
      used,
      left: Number.isFinite(left) ? left : null,
    }));
  }

  clear(): void {
    this.#faults = [];
  }

  /** Takes what applies to this request and counts it as used. */
  take(target: FaultTarget): { latency: Fault[]; fault: Fault | undefined } {
    const latency: Fault[] = [];
    let other: Fault | undefined;
    for (const entry of this.#faults) {
      const { fault } = entry;
      if (!isDelay(fault) && other !== undefined) continue;
      if (entry.left <= 0 || !matches(fault, target) || this.#random() >= fault.chance) continue;
      entry.left -= 1;
      entry.used += 1;
      if (isDelay(fault)) latency.push(fault);
      else other = fault;
    }
    return { latency, fault: other };
  }
}

function isDelay(fault: Fault): boolean {
  return fault.kind === 'latency' || fault.kind === 'slow-first-page';
}

function matches(fault: Fault, target: FaultTarget): boolean {
  if (fault.method !== undefined && !fault.method.toUpperCase().split(',').includes(target.method))
    return false;
  if (fault.sourceId !== undefined && fault.sourceId !== target.sourceId) return false;
  if (fault.query !== undefined && target.query?.includes(fault.query) !== true) return false;
  if (fault.kind === 'no-schedule' && target.path !== 'intervals') return false;
  if ((fault.kind === 'empty-list' || fault.kind === 'short-list') && target.method !== 'GET') return false;
  if (fault.kind === 'slow-first-page' && (target.method !== 'GET' || target.page !== 1)) return false;
  return fault.path === undefined || pathMatches(fault.path.replace(/^\/+|\/+$/g, ''), target.path);
}

function pathMatches(pattern: string, path: string): boolean {
  if (!pattern.includes('*')) return path === pattern || path.startsWith(`${pattern}/`);
  const source = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`).test(path);
}
