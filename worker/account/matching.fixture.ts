import { env } from 'cloudflare:workers';
import type { Bindings } from '../bindings.ts';
import { parseEnv } from '../env.ts';
import { ACCOUNT, type Harness, variables } from '../http/api.fixture.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { systemClock } from '../shared/clock.ts';
import { importKeyring, seal } from '../shared/envelope.ts';
import { createContext, secretPlace } from './context.ts';
import { type EventRow, eventById, insertedEvent } from './inbox.ts';
import { type Crm, FIELD, patientOf, STAGE } from './matching-crm.fixture.ts';
import { insertVisit } from './mirror.ts';
import { attempt } from './pump.ts';
import { openStore, type Store } from './store.ts';
import { carryOutVisitEvent } from './visit-events.ts';

/** Test support only: a connected branch, and its visits carried out against an invented amoCRM. */
export async function connectClinic(harness: Harness): Promise<AccountSettings> {
  const apiId = 'c'.repeat(32);
  const ring = await importKeyring(variables.SECRETS_KEY, null);
  await harness.repository.addBranch(
    {
      branch: {
        ...{ accountId: ACCOUNT, title: 'Центр', timeZone: 'Europe/Moscow', buildingId: null, main: true },
        ...{ enabled: true, createDeals: true, callbackTokenHash: '', callbackTokenSealed: '' },
      },
      apiId,
      apiSecretSealed: await seal(ring, secretPlace(ACCOUNT, apiId), 'secret'),
    },
    { by: 1, at: 0 },
  );
  const settings = await harness.repository.load(ACCOUNT);
  if (!settings) throw new Error('no settings');
  const { lead, contact } = settings.fields.body;
  const automation = { ...settings.automation.body, newDealStage: STAGE, defaultResponsible: 1 };
  return {
    ...settings,
    automation: { version: 1, body: automation },
    fields: {
      version: 1,
      body: {
        lead: { ...lead, recordId: FIELD.recordId, branchId: FIELD.branchId },
        contact: { ...contact, patientId: FIELD.patientId },
      },
    },
  };
}

const SPEED = 20;

export async function createDesk(state: DurableObjectState, settings: AccountSettings, crm: Crm) {
  const store: Store = openStore(state.storage);
  const parsed = parseEnv(variables);
  if (!parsed.ok) throw new Error(parsed.error);
  let shift = 0;
  const start = systemClock.now();
  /** Time goes faster, and so do the waits. */
  const clock = { now: () => start + (systemClock.now() - start) * SPEED + shift };
  crm.setClock(clock.now);
  const ctx = createContext({
    objectName: String(ACCOUNT),
    config: parsed.value,
    store,
    db: (env as unknown as Bindings).DB,
    clock,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms / SPEED)),
    remote: crm.remote,
    log: () => {},
    wake: () => {},
  });
  await ctx.tokens.adopt({ accessToken: 'a', refreshToken: 'r', expiresInSeconds: 864_000 }, true);
  const book = (talonId: number): EventRow => {
    const id = `v${talonId}`;
    insertVisit(store, {
      ...{ id, sourceId: 1, talonId, branchId: 1, state: 'booked', bookedByUs: false, bookedAt: clock.now() },
      ...{ dealId: null, patientId: patientOf(talonId), doctorId: 5, date: '2096-01-10', begin: '10:00' },
      ...{ end: '10:30', room: '', statusId: 1, deleted: false, contentHash: '' },
    });
    return insertedEvent(store, {
      ...{ kind: 'visit.created', lane: `visit:${id}`, at: clock.now(), branchId: 1, visitId: id },
      ...{ payload: { origin: 'poll', changes: [] }, dueAt: clock.now() },
    });
  };
  const carryOut = (event: EventRow) =>
    ctx.crew.work(() =>
      attempt(ctx, eventById(store, event.id) ?? event, (taken) => carryOutVisitEvent(ctx, settings, taken)),
    );
  return { ctx, store, book, carryOut, later: (ms: number) => (shift += ms) };
}
