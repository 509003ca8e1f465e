import { z } from 'zod';

export const faultKinds = [
  'latency',
  'json-error',
  'html-error',
  'reset-before',
  'reset-after',
  'hang-after',
  'rate-limit',
  'down',
] as const;

export const faultInput = z.strictObject({
  /** Any case, or several with commas; any when left out. */
  method: z.string().optional(),
  path: z.string().optional(),
  accountId: z.int().optional(),
  kind: z.enum(faultKinds),
  chance: z.number().min(0).max(1).default(1),
  times: z.int().positive().optional(),
  delayMs: z.int().nonnegative().optional(),
  status: z.int().optional(),
});

export type Fault = z.infer<typeof faultInput> & { id: number; used: number };

export type FaultTarget = { method: string; path: string; accountId: number | null };

export type Faults = {
  add(input: z.infer<typeof faultInput>): Fault;
  remove(id: number): boolean;
  clear(): void;
  list(): readonly Fault[];
  /** The faults that strike this request; each use counts. */
  strike(target: FaultTarget): Fault[];
};

/** `*` stands for anything, slashes included: `leads*`, `leads/complex`, `oauth2/*`. */
function globToRegExp(glob: string): RegExp {
  const parts = glob.replace(/^\/?(api\/v4\/)?/, '').split('*');
  return new RegExp(`^${parts.map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`);
}

function applies(fault: Fault, target: FaultTarget): boolean {
  if (fault.times !== undefined && fault.used >= fault.times) return false;
  if (fault.method !== undefined && !fault.method.toUpperCase().split(',').includes(target.method))
    return false;
  if (fault.accountId !== undefined && fault.accountId !== target.accountId) return false;
  return fault.path === undefined || globToRegExp(fault.path).test(target.path);
}

export function createFaults(): Faults {
  let faults: Fault[] = [];
  let lastId = 0;
  return {
    add(input) {
      lastId += 1;
      const fault = { ...input, id: lastId, used: 0 };
      faults.push(fault);
      return fault;
    },
    remove(id) {
      const before = faults.length;
      faults = faults.filter((fault) => fault.id !== id);
      return faults.length < before;
    },
    clear() {
      faults = [];
    },
    list: () => faults,
    strike(target) {
      const hit = faults.filter(
        (fault) => applies(fault, target) && (fault.chance === 1 || Math.random() < fault.chance),
      );
      for (const fault of hit) fault.used += 1;
      return hit;
    },
  };
}
