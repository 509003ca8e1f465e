import { eq, sql } from 'drizzle-orm';
import type { Stage } from '../settings/automation.schemas.ts';
import { deals } from './schema.ts';
import { prepared, type Store } from './store.ts';

/** What is remembered of a deal (schema.ts): last pair, the stage that is known, hashes of what was written. */
export type DealMemory = typeof deals.$inferSelect;

export function dealMemory(store: Store, dealId: number): DealMemory | null {
  return remembered(store).get({ dealId }) ?? null;
}

const remembered = prepared((store) =>
  store
    .select()
    .from(deals)
    .where(eq(deals.id, sql.placeholder('dealId')))
    .prepare(),
);

export function rememberDeal(store: Store, dealId: number, known: Partial<Omit<DealMemory, 'id'>>): void {
  store
    .insert(deals)
    .values({ id: dealId, written: '{}', ...known })
    .onConflictDoUpdate({ target: deals.id, set: known })
    .run();
}

export function knownStage(memory: DealMemory | null): Stage | null {
  return memory && memory.pipelineId !== null && memory.stageId !== null
    ? { pipelineId: memory.pipelineId, stageId: memory.stageId }
    : null;
}
