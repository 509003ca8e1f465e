import { isOpen } from '../sync/driving.ts';
import { type MatchInput, type MatchReads, type MatchResult, matchDeal } from '../sync/match.ts';
import { type MatchReader, readForMatch } from './match-reads.ts';
import { visitsOfDeal } from './mirror.ts';
import { visitRefs } from './visit-facts.ts';
import { type Failed, MAX_ROUNDS, type Work } from './visit-work.ts';

/** Which deal: the pure choice, fed with what it asks for. */
type Matched = { ok: true; value: { result: MatchResult; reads: MatchReads } } | Failed;

export async function chooseDeal(work: Work, known: Pick<MatchReads, 'person'>): Promise<Matched> {
  const { ctx, settings, row, branch } = work;
  const reader: MatchReader = { ...work };
  const { recordId, branchId } = settings.fields.body.lead;
  let reads: MatchReads = { leadsOfContact: new Map(), ...known };
  const input: Omit<MatchInput, 'reads'> = {
    talonId: work.facts.talonId,
    link: row.dealId === null ? null : { dealId: row.dealId, suspended: row.linkState === 'suspended' },
    create: {
      allowed: branch.createDeals || work.origin === 'click',
      stageChosen: settings.automation.body.newDealStage !== null,
    },
    settings: settings.matching.body,
    policy: settings.automation.body.policy,
    branchIds: settings.branches.filter((other) => other.sourceId === row.sourceId).map((other) => other.id),
    recordIdField: recordId ?? 0,
    branchIdField: branchId ?? 0,
    dealVisits: (dealId) => {
      const refs = visitRefs(settings, visitsOfDeal(ctx.store, dealId), work.statuses);
      return {
        open: refs.some((visit) => isOpen(visit, work.today)),
        finalOnly: refs.length > 0 && refs.every((visit) => visit.deleted || visit.meaning === 'cancelled'),
      };
    },
  };
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const result = matchDeal({ ...input, reads });
    if (result.kind !== 'need') {
      return { ok: true, value: { result, reads } };
    }
    const read = await readForMatch(reader, result.need, reads);
    if (!read.ok) {
      return { ok: false, side: result.need.read === 'person' ? 'archimed' : 'amocrm', error: read.error };
    }
    reads = read.value;
  }
  return { ok: true, value: { result: { kind: 'none', reasons: [] }, reads } };
}
