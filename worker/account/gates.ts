import { and, isNull, like, not, or, type SQL, sql } from 'drizzle-orm';
import type { Closed } from '../amocrm/circuit.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { liveSources } from './branches.ts';
import type { AccountContext } from './context.ts';
import type { EventRow } from './inbox.ts';
import { visitById } from './mirror.ts';
import { schedulePoll, sourceState } from './poll.ts';
import { events } from './schema.ts';

/**
 * What must wait for something that no attempt can bring about: amoCRM's consent, the end of a block, a key that
 * ArchiMed+ takes. Such events are not started at all, so they lose no attempts; their lanes keep their order, and other
 * accounts, other sources and clicks know nothing of it.
 */
export type Gates = {
  amocrm: { isOpen: true } | { isOpen: false; closed: Closed | null };
  /** Branches of sources whose key is refused. */
  closedBranches: readonly number[];
};

export const allOpen: Gates = { amocrm: { isOpen: true }, closedBranches: [] };

export function gatesOf(ctx: AccountContext, settings: AccountSettings | null): Gates {
  if (!settings) {
    return allOpen;
  }
  const closed = ctx.circuit.state();
  return {
    amocrm: closed || ctx.tokens.state() === 'reauth_required' ? { isOpen: false, closed } : { isOpen: true },
    closedBranches: branchesOfRefusedKeys(ctx, settings),
  };
}

/** Sources that are polled: the poll that succeeds opens the gate again. */
function branchesOfRefusedKeys(ctx: AccountContext, settings: AccountSettings): number[] {
  const refused = new Set(
    liveSources(settings)
      .map(({ sourceId }) => sourceId)
      .filter((sourceId) => sourceState(ctx, sourceId)?.keyValid === false),
  );
  return settings.branches.filter(({ sourceId }) => refused.has(sourceId)).map(({ id }) => id);
}

/** A click is carried out in ArchiMed+ alone; an installation brings the consent. */
const needsAmocrm = and(not(like(events.kind, 'click.%')), not(like(events.kind, 'install.%')));

/** Events that may be started. */
export function passes({ amocrm, closedBranches }: Gates): SQL | undefined {
  return and(amocrm.isOpen ? undefined : not(needsAmocrm ?? sql`0`), keyTaken(closedBranches));
}

/** Events that wait for amoCRM and for nothing else. */
export function waitsForAmocrm({ closedBranches }: Gates): SQL | undefined {
  return and(needsAmocrm, keyTaken(closedBranches));
}

function keyTaken(closedBranches: readonly number[]): SQL | undefined {
  return closedBranches.length === 0
    ? undefined
    : or(
        not(like(events.kind, 'visit.%')),
        isNull(events.branchId),
        sql`${events.branchId} not in (select value from json_each(${JSON.stringify(closedBranches)}))`,
      );
}

/** Without tokens at all (the widget was switched off) nobody knows whether consent comes back. */
const WITHOUT_TOKENS_MS = 5 * 60_000;

/** For an attempt that met a closed gate and so does not count: how long to wait before the gate is looked at again. */
export function uncountedWaitMs(ctx: AccountContext, event: EventRow, code: string): number | null {
  if (/^(click|install)\./.test(event.kind)) {
    return null;
  }
  switch (code) {
    case 'amocrm.no_token': {
      const tokens = ctx.tokens.state();
      return tokens === 'active' ? null : tokens === 'none' ? WITHOUT_TOKENS_MS / ctx.config.timeScale : 0;
    }
    case 'amocrm.blocked':
    case 'amocrm.unpaid':
      return ctx.circuit.state() === null ? null : 0;
    case 'archimed.forbidden':
    case 'archimed.unreadable_token':
      return event.kind.startsWith('visit.') && isKeyRefused(ctx, event) ? 0 : null;
    default:
      return null;
  }
}

/** The poll's word counts: one refused read alone may be about that read. It is asked for at once. */
function isKeyRefused(ctx: AccountContext, event: EventRow): boolean {
  const sourceId = event.visitId === null ? null : (visitById(ctx.store, event.visitId)?.sourceId ?? null);
  if (sourceId === null) {
    return false;
  }
  schedulePoll(ctx, sourceId, ctx.clock.now());
  return sourceState(ctx, sourceId)?.keyValid === false;
}
