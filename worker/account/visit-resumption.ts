import { and, desc, eq, inArray } from 'drizzle-orm';
import { decisionSchema } from '../history/events.schemas.ts';
import type { AccountContext } from './context.ts';
import { beginAnew } from './event-retry.ts';
import type { VisitRow } from './mirror.ts';
import { events } from './schema.ts';
import { lookAgain } from './two-way.ts';

/** Why an event of a linked visit did nothing while its deal was gone. */
const SUSPENDED = ['match.suspended', 'match.deal_deleted'];
const BEGINNINGS = ['visit.created', 'visit.linked', 'review.decided'];

/**
 * The link of a visit works again. A visit whose story in the deal had not begun, because the deal was gone just then,
 * begins it now, with its note and its task; of any other the present state is applied.
 */
export function goOn(ctx: AccountContext, row: VisitRow, dealId: number): void {
  const beginning = ctx.store
    .select()
    .from(events)
    .where(and(eq(events.visitId, row.id), inArray(events.kind, BEGINNINGS)))
    .orderBy(desc(events.seq))
    .limit(1)
    .get();
  const decision = beginning?.decision ? decisionSchema.parse(JSON.parse(beginning.decision)) : null;
  const metNothing = decision?.reasons.some(({ code }) => SUSPENDED.includes(code)) ?? false;
  if (beginning?.outcome === 'ignored' && metNothing) {
    beginAnew(ctx, [beginning.id]);
    ctx.assignDeal(beginning.id, dealId);
  } else {
    lookAgain(ctx, row, dealId);
  }
}
