import { DurableObject } from 'cloudflare:workers';
import { drizzle } from 'drizzle-orm/durable-sqlite';
import { migrate } from 'drizzle-orm/durable-sqlite/migrator';
import type { AmocrmClient } from '../amocrm/client.ts';
import type { ActionEvent } from '../amocrm/digital-pipeline.ts';
import type { AmocrmFailure } from '../amocrm/failure.ts';
import type { PackedItem } from '../amocrm/hook-body.ts';
import type { Bindings } from '../bindings.ts';
import { parseEnv } from '../env.ts';
import type { EventsQuery, EventsRetry } from '../history/events.schemas.ts';
import { createRemoteFetch } from '../http/remote-fetch.ts';
import type { JournalQuery, ScheduleQuery } from '../journal/journal.schemas.ts';
import { watcherSchema } from '../live/live.schemas.ts';
import type { Drafts, PickQuery, Simulate } from '../preview/preview.schemas.ts';
import type { ReviewDecision, ReviewsQuery } from '../review/review.schemas.ts';
import type { FieldName } from '../settings/fields.schemas.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { systemClock, systemSleep } from '../shared/clock.ts';
import { parseJson } from '../shared/json.ts';
import { consoleLog } from '../shared/log.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { SlotsQuery, VisitCreate, VisitPatch } from '../visits/visits.schemas.ts';
import type { AccountApi } from './account.api.ts';
import { accountObject } from './account.client.ts';
import { book, type ClickUser } from './clicks.ts';
import { type AccountContext, createContext } from './context.ts';
import { debugState } from './debug-state.ts';
import { branchSchedule, doctorsOf, healthOf, namedList, slotsOf, testBranch } from './directory-api.ts';
import { acceptAction } from './dp-accept.ts';
import { retryEvent, retryEvents } from './event-retry.ts';
import { type ApiFailure, amocrmProblem, describeError, problem } from './failures.ts';
import { createFields } from './field-creation.ts';
import { listEvents, oneEvent } from './history.ts';
import { acceptHook } from './hook-events.ts';
import { type Adoption, acceptCode, adopt } from './installation.ts';
import { journalOf } from './journal.ts';
import { linkVisit, unlinkVisit } from './link-clicks.ts';
import { linkRows } from './link-rows.ts';
import { createLiveSockets, type LiveSockets } from './live-sockets.ts';
import migrations from './migrations/migrations.js';
import { searchPatients } from './patient-search.ts';
import { hintPoll, pollAgainSoon } from './poll.ts';
import { simulate } from './preview.ts';
import { pickVisits } from './preview-pick.ts';
import { createReadMemory } from './preview-reads.ts';
import { replayDays } from './replay.ts';
import { decideReview, listReviews } from './review-api.ts';
import { proveKeys, type SealedPair } from './same-database.ts';
import { searchServices } from './services-search.ts';
import { beginReconciliation, judgeBranch, stateOf } from './state-view.ts';
import { openStore } from './store.ts';
import { cancelVisit, changeVisit } from './visit-changes.ts';
import { visitDetails } from './visit-details.ts';
import { dealVisits, readVisit } from './visit-views.ts';
import { nextWorkAt, runDueWork } from './work.ts';

/** Settings cannot be read, or worse: looked at again after this long. */
const AFTER_FAILURE_MS = 10_000;
/** An alarm this near needs no second look; one that is this late is lost. */
const SOON_MS = 5 * 60_000;

/** One amoCRM account (or one installation): an adapter between the platform and the plain functions beside it. */
export class AccountObject extends DurableObject<Bindings> implements AccountApi {
  readonly #ctx: AccountContext;
  #isRinging = false;
  /** What hooks brought is worked on then; null: nothing waits. */
  #gatheringUntil: number | null = null;
  readonly #live: LiveSockets;
  readonly #previewReads = createReadMemory(systemClock);
  #wake = Promise.withResolvers<void>();

  constructor(state: DurableObjectState, env: Bindings) {
    super(state, env);
    const config = parseEnv(env);
    if (!config.ok) {
      throw new Error(config.error);
    }
    const store = openStore(state.storage);
    void state.blockConcurrencyWhile(async () => migrate(drizzle(state.storage), migrations));
    this.#live = createLiveSockets(state, () => systemClock.now());
    this.#ctx = createContext({
      objectName: state.id.name ?? '',
      config: config.value,
      store,
      db: env.DB,
      clock: systemClock,
      sleep: systemSleep,
      remote: createRemoteFetch({ fetch: (url, init) => fetch(url, init) }),
      log: consoleLog,
      wake: () => this.#arm(),
      wakeAt: (at) => this.#armAt(at),
      tell: (message) => this.#live.tell(message),
    });
  }

  override async alarm(): Promise<void> {
    const ctx = this.#ctx;
    this.#isRinging = true;
    this.#gatheringUntil = null;
    try {
      await runDueWork(
        ctx,
        (id) => accountObject(this.env, id),
        () => this.#wake.promise,
      );
      const settings = await ctx.settings();
      // Nobody runs between this look and the arming: work that a request adds meanwhile would be forgotten.
      const next = nextWorkAt(ctx, settings);
      if (next !== null) {
        void this.ctx.storage.setAlarm(Math.max(next, ctx.clock.now()));
      }
    } catch (error) {
      // The platform gives up after six failures of an alarm; the work that waits here must not be left with none.
      ctx.log('alarm.failed', { account: ctx.objectName, error: describeError(error) });
      void this.ctx.storage.setAlarm(ctx.clock.now() + AFTER_FAILURE_MS / ctx.config.timeScale);
    } finally {
      this.#isRinging = false;
    }
  }

  /** The Worker joins a browser's socket (account.client.ts); nobody else reaches an object. */
  override async fetch(request: Request): Promise<Response> {
    const watcher = watcherSchema.safeParse(parseJson(request.headers.get('X-Watcher') ?? ''));
    return watcher.success ? this.#live.accept(watcher.data) : new Response(null, { status: 400 });
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    if (typeof message === 'string') {
      this.#live.renew(socket, message);
    }
  }

  /** Work was added: a running alarm looks again, a sleeping one rings now and arms itself for later work. */
  #arm(): void {
    this.#lookAgain();
    void this.ctx.storage.setAlarm(systemClock.now());
  }

  #lookAgain(): void {
    this.#wake.resolve();
    this.#wake = Promise.withResolvers<void>();
  }

  /** Armed once for all that comes until then. An alarm that was armed for earlier rings later by that time at most. */
  #armAt(at: number): void {
    if (this.#gatheringUntil !== null) {
      return;
    }
    this.#gatheringUntil = at;
    if (!this.#isRinging) {
      void this.ctx.storage.setAlarm(at);
      return;
    }
    // One that rings arms itself at its end; until then it looks again when the time has come.
    void systemSleep(Math.max(0, at - systemClock.now())).then(() => {
      this.#gatheringUntil = null;
      this.#lookAgain();
    });
  }

  acceptCode(referer: string, code: string) {
    return acceptCode(this.#ctx, referer, code);
  }

  adopt(adoption: Adoption) {
    return adopt(this.#ctx, Number(this.#ctx.objectName), adoption);
  }

  acceptHook(items: readonly PackedItem[]) {
    return acceptHook(this.#ctx, items);
  }

  acceptAction(event: ActionEvent, settings: Readonly<Record<string, string>>) {
    return acceptAction(this.#ctx, event, settings);
  }

  async hintPoll(sourceId: number) {
    const at = hintPoll(this.#ctx, sourceId);
    // Only ever earlier: callbacks that follow each other closely would push the alarm before themselves for ever.
    const armed = await this.ctx.storage.getAlarm();
    if (armed === null || armed > at) {
      await this.ctx.storage.setAlarm(at);
    }
  }

  async settingsChanged() {
    this.#ctx.settingsMoved();
    this.#ctx.amocrmLists.forget();
    pollAgainSoon(this.#ctx);
    this.#arm();
  }

  async findDomain() {
    const pair = await this.#ctx.tokens.pair();
    if (pair) {
      await this.#ctx.domain.find(pair);
    }
  }

  userById(userId: number) {
    return this.#crm((client) => client.users.byId('click', userId));
  }

  users() {
    return this.#crm((client) => this.#ctx.amocrmLists.users(client, 'click'));
  }

  async pipelines() {
    const pipelines = await this.#crm((client) => this.#ctx.amocrmLists.pipelines(client, 'click'));
    if (pipelines.ok) {
      this.#ctx.amocrmNames.sawPipelines(pipelines.value);
    }
    return pipelines;
  }

  taskTypes() {
    return this.#crm(async (client) => {
      const account = await client.account.current('click');
      return account.ok ? ok(account.value.taskTypes) : account;
    });
  }

  customFields() {
    return this.#crm(async (client) => {
      const lead = await this.#ctx.amocrmLists.fields(client, 'leads', 'click');
      const contact = await this.#ctx.amocrmLists.fields(client, 'contacts', 'click');
      if (!lead.ok || !contact.ok) {
        return lead.ok ? (contact as Result<never, AmocrmFailure>) : lead;
      }
      this.#ctx.amocrmNames.sawFields('lead', lead.value.values());
      this.#ctx.amocrmNames.sawFields('contact', contact.value.values());
      return ok({ lead: [...lead.value.values()], contact: [...contact.value.values()] });
    });
  }

  async gone() {
    const [pipelines, fields] = [await this.pipelines(), await this.customFields()];
    if (!pipelines.ok) {
      return pipelines;
    }
    return fields.ok
      ? ok(this.#ctx.amocrmNames.gone({ pipelines: pipelines.value, ...fields.value }))
      : fields;
  }

  createFields(names: readonly FieldName[]) {
    return this.#settled((settings) => createFields(this.#ctx, settings, names));
  }

  async branchHealth() {
    const settings = await this.#ctx.settings();
    return settings ? healthOf(this.#ctx, settings) : {};
  }

  testBranch(branchId: number) {
    return this.#settled((settings) => testBranch(this.#ctx, settings, branchId));
  }

  proveKeys(pair: SealedPair) {
    return this.#settled((settings) => proveKeys(this.#ctx, settings, pair));
  }

  statuses(branchId: number) {
    return this.#settled((settings) => namedList(this.#ctx, settings, branchId, 'statuses'));
  }

  doctors(branchId: number) {
    return this.#settled((settings) => doctorsOf(this.#ctx, settings, branchId));
  }

  services(branchId: number, query: string, ids: readonly number[] | null) {
    return this.#settled((settings) => searchServices(this.#ctx, settings, branchId, { query, ids }));
  }

  serviceGroups(branchId: number) {
    return this.#settled((settings) => namedList(this.#ctx, settings, branchId, 'serviceGroups'));
  }

  specializations(branchId: number) {
    return this.#settled((settings) => namedList(this.#ctx, settings, branchId, 'specializations'));
  }

  cancelReasons(branchId: number) {
    return this.#settled((settings) => namedList(this.#ctx, settings, branchId, 'deleteReasons'));
  }

  slots(query: SlotsQuery) {
    return this.#settled((settings) => slotsOf(this.#ctx, settings, query));
  }

  searchPatients(query: Parameters<AccountApi['searchPatients']>[0]) {
    return this.#settled((settings) => searchPatients(this.#ctx, settings, query));
  }

  schedule(query: ScheduleQuery) {
    return this.#settled((settings) => branchSchedule(this.#ctx, settings, query));
  }

  journal(query: JournalQuery, branchIds: number[]) {
    return this.#settled((settings) => journalOf(this.#ctx, settings, query, branchIds));
  }

  visitsOfDeal(dealId: number, branchIds: number[]) {
    return this.#settled(async (settings) => ok(await dealVisits(this.#ctx, settings, dealId, branchIds)));
  }

  visit(visitId: string, branchIds: number[]) {
    return this.#settled((settings) => readVisit(this.#ctx, settings, visitId, branchIds));
  }

  visitDetails(visitId: string, branchIds: number[]) {
    return this.#settled((settings) => visitDetails(this.#ctx, settings, visitId, branchIds));
  }

  book(user: ClickUser, key: string, input: VisitCreate) {
    return this.#settled((settings) => book(this.#ctx, settings, user, key, input));
  }

  change(user: ClickUser, visitId: string, patch: VisitPatch) {
    return this.#settled((settings) => changeVisit(this.#ctx, settings, user, visitId, patch));
  }

  cancel(user: ClickUser, visitId: string, reasonId: number | null) {
    return this.#settled((settings) => cancelVisit(this.#ctx, settings, user, visitId, reasonId));
  }

  async linkRows(after: string | null) {
    return linkRows(this.#ctx.store, after);
  }

  state(branchIds: number[]) {
    return this.#settled(async (settings) => ok(stateOf(this.#ctx, settings, branchIds)));
  }

  judgeBranch(branchId: number, isApproved: boolean) {
    return this.#settled(async (settings) => judgeBranch(this.#ctx, settings, branchId, isApproved));
  }

  reconcile(branchId: number) {
    return this.#settled(async (settings) => beginReconciliation(this.#ctx, settings, branchId));
  }

  async debugState() {
    const armedAt = await this.ctx.storage.getAlarm();
    const settings = await this.#ctx.settings();
    const ringing = this.#isRinging;
    return ok(
      debugState(this.#ctx, settings, { armedAt, ringing, openPages: this.ctx.getWebSockets().length }),
    );
  }

  async ensureArmed() {
    const armed = await this.ctx.storage.getAlarm();
    const now = this.#ctx.clock.now();
    if (this.#isRinging || (armed !== null && armed < now + SOON_MS && armed > now - SOON_MS)) {
      return;
    }
    const next = nextWorkAt(this.#ctx, await this.#ctx.settings());
    if (next !== null && (armed === null || armed > next || armed <= now - SOON_MS)) {
      this.#arm();
    }
  }

  link(user: ClickUser, visitId: string, dealId: number) {
    return this.#settled((settings) => linkVisit(this.#ctx, settings, user, visitId, dealId));
  }

  unlink(user: ClickUser, visitId: string) {
    return this.#settled((settings) => unlinkVisit(this.#ctx, settings, user, visitId));
  }

  reviews(branchIds: number[], query: ReviewsQuery) {
    return this.#settled((settings) => listReviews(this.#ctx, settings, branchIds, query));
  }

  decideReview(user: ClickUser, id: string, decision: ReviewDecision) {
    return this.#settled((settings) => decideReview(this.#ctx, settings, user, id, decision));
  }

  pickVisits(query: PickQuery, branchIds: number[]) {
    return this.#settled((settings) => pickVisits(this.#ctx, settings, query, branchIds));
  }

  simulate(request: Simulate, branchIds: number[]) {
    return this.#settled((settings) => simulate(this.#ctx, settings, this.#previewReads, request, branchIds));
  }

  replay(drafts: Drafts, branchIds: number[]) {
    return this.#settled((settings) => replayDays(this.#ctx, settings, drafts, branchIds));
  }

  async events(query: EventsQuery, branchIds: number[] | null) {
    return listEvents(this.#ctx.store, query, branchIds);
  }

  async event(id: string, branchIds: number[] | null) {
    return oneEvent(this.#ctx.store, id, branchIds);
  }

  async retryEvent(id: string, branchIds: number[] | null) {
    return retryEvent(this.#ctx, id, branchIds);
  }

  async retryEvents(filter: EventsRetry, branchIds: number[] | null) {
    return retryEvents(this.#ctx, filter, branchIds);
  }

  #crm<T>(use: (client: AmocrmClient) => Promise<Result<T, AmocrmFailure>>): Promise<Result<T, ApiFailure>> {
    return this.#settled(async (settings) => {
      const read = await use(this.#ctx.amocrm(settings.account.domain));
      return read.ok ? read : err(amocrmProblem(read.error));
    });
  }

  async #settled<T>(
    use: (settings: AccountSettings) => Promise<Result<T, ApiFailure>>,
  ): Promise<Result<T, ApiFailure>> {
    const settings = await this.#ctx.settings();
    return settings
      ? use(settings)
      : err(problem(409, 'account.not_installed', 'Виджет не подключён к этому аккаунту.'));
  }
}
