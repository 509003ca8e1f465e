import { and, eq, gt, isNotNull, ne } from 'drizzle-orm';
import type { LinksReply } from '../support/support.schemas.ts';
import { patients, visits } from './schema.ts';
import type { Store } from './store.ts';

const PAGE = 1000;

/** All links of the account in the order of the visits' own ids, which never change: a page follows the one before. */
export function linkRows(store: Store, after: string | null): LinksReply {
  const rows = store
    .select({
      id: visits.id,
      sourceId: visits.sourceId,
      branchId: visits.branchId,
      talonId: visits.talonId,
      patientId: visits.patientId,
      dealId: visits.dealId,
      contactId: patients.contactId,
      date: visits.date,
      begin: visits.begin,
      state: visits.linkState,
    })
    .from(visits)
    .leftJoin(patients, and(eq(patients.sourceId, visits.sourceId), eq(patients.patientId, visits.patientId)))
    .where(
      and(
        isNotNull(visits.dealId),
        ne(visits.linkState, 'none'),
        after === null ? undefined : gt(visits.id, after),
      ),
    )
    .orderBy(visits.id)
    .limit(PAGE)
    .all();
  return {
    links: rows.flatMap(({ id: _id, dealId, state, ...row }) =>
      dealId === null || state === 'none' ? [] : [{ ...row, dealId, state }],
    ),
    next: rows.length === PAGE ? (rows.at(-1)?.id ?? null) : null,
  };
}
