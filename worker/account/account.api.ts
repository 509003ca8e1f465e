import type { TaskType } from '../amocrm/account.ts';
import type { ActionEvent } from '../amocrm/digital-pipeline.ts';
import type { PackedItem } from '../amocrm/hook-body.ts';
import type { Pipeline } from '../amocrm/pipelines.ts';
import type { User } from '../amocrm/users.ts';
import type { CancelReasonsReply, DoctorsReply, ServicesReply } from '../directories/directories.schemas.ts';
import type {
  EventReply,
  EventsQuery,
  EventsReply,
  EventsRetry,
  EventsRetryReply,
  OneEventReply,
} from '../history/events.schemas.ts';
import type { JournalQuery, JournalReply, ScheduleQuery, ScheduleReply } from '../journal/journal.schemas.ts';
import type { DebugState } from '../operator/operator.schemas.ts';
import type {
  Drafts,
  PickQuery,
  PickReply,
  ReplayReply,
  Simulate,
  SimulateReply,
} from '../preview/preview.schemas.ts';
import type { ReviewDecision, ReviewsQuery, ReviewsReply } from '../review/review.schemas.ts';
import type { BranchTestReply, SourceHealth } from '../settings/branches.schemas.ts';
import type { FieldName } from '../settings/fields.schemas.ts';
import type { GoneReply } from '../settings/gone.schemas.ts';
import type { Result } from '../shared/result.ts';
import type { JudgedReply, ReconcilingReply, StateReply } from '../state/state.schemas.ts';
import type { LinksReply } from '../support/support.schemas.ts';
import type { CustomField } from '../sync/model.ts';
import type { VisitDetails } from '../visits/details.schemas.ts';
import type {
  PatientsReply,
  SlotsQuery,
  SlotsReply,
  Visit,
  VisitCreate,
  VisitPatch,
  VisitReply,
  VisitsReply,
} from '../visits/visits.schemas.ts';
import type { ClickReply, ClickUser } from './clicks.ts';
import type { ApiFailure } from './failures.ts';
import type { Adoption } from './installation.ts';
import type { SealedPair } from './same-database.ts';

/** What the Worker's routes may ask of an account's object. Replies are plain data; failures are values. */
export type Reply<T> = Promise<Result<T, ApiFailure>>;

export interface AccountApi {
  acceptCode(referer: string, code: string): Promise<void>;
  adopt(adoption: Adoption): Promise<void>;
  /** Number of new events; durable when it answers. */
  acceptHook(items: readonly PackedItem[]): Promise<number>;
  /** An action of the Digital Pipeline with its settings; true: new. Durable when it answers. */
  acceptAction(event: ActionEvent, settings: Readonly<Record<string, string>>): Promise<boolean>;
  /** A callback of ArchiMed+: a hint to poll soon. */
  hintPoll(sourceId: number): Promise<void>;
  /** Settings changed: reads them again and does what became due. */
  settingsChanged(): Promise<void>;

  /** Asks amoCRM where the account lives now and keeps the answer; without one nothing changes. */
  findDomain(): Promise<void>;

  userById(userId: number): Reply<User | null>;
  users(): Reply<readonly User[]>;
  pipelines(): Reply<readonly Pipeline[]>;
  taskTypes(): Reply<readonly TaskType[]>;
  customFields(): Reply<{ lead: CustomField[]; contact: CustomField[] }>;
  /** What amoCRM had and has no more, by its last name. */
  gone(): Reply<GoneReply>;
  createFields(names: readonly FieldName[]): Reply<Partial<Record<FieldName, number>>>;

  branchHealth(): Promise<Record<number, SourceHealth>>;
  testBranch(branchId: number): Reply<BranchTestReply>;
  /** A new key pair of a source, before it is saved. */
  proveKeys(pair: SealedPair): Reply<null>;
  statuses(branchId: number): Reply<readonly { id: number; name: string }[]>;
  doctors(branchId: number): Reply<DoctorsReply>;
  /** `ids`: these services instead of the first that match. */
  services(branchId: number, query: string, ids: readonly number[] | null): Reply<ServicesReply>;
  serviceGroups(branchId: number): Reply<readonly { id: number; name: string }[]>;
  specializations(branchId: number): Reply<readonly { id: number; name: string }[]>;
  cancelReasons(branchId: number): Reply<CancelReasonsReply['reasons']>;

  slots(query: SlotsQuery): Reply<SlotsReply>;
  searchPatients(query: {
    dealId: number | null;
    phone: string | null;
    branchIds: number[];
  }): Reply<PatientsReply>;
  schedule(query: ScheduleQuery): Reply<ScheduleReply>;
  journal(query: JournalQuery, branchIds: number[]): Reply<JournalReply>;
  visitsOfDeal(dealId: number, branchIds: number[]): Reply<VisitsReply>;
  visit(visitId: string, branchIds: number[]): Reply<VisitReply>;
  visitDetails(visitId: string, branchIds: number[]): Reply<VisitDetails>;
  book(user: ClickUser, key: string, input: VisitCreate): Reply<ClickReply>;
  change(user: ClickUser, visitId: string, patch: VisitPatch): Reply<ClickReply>;
  cancel(user: ClickUser, visitId: string, reasonId: number | null): Reply<ClickReply>;
  link(user: ClickUser, visitId: string, dealId: number): Reply<VisitReply>;
  unlink(user: ClickUser, visitId: string): Reply<VisitReply>;

  reviews(branchIds: number[], query: ReviewsQuery): Reply<ReviewsReply>;
  decideReview(user: ClickUser, id: string, decision: ReviewDecision): Reply<{ visit: Visit }>;

  state(branchIds: number[]): Reply<StateReply>;
  /** Yes or no to what was held: a short list, the events of a stopped branch. */
  judgeBranch(branchId: number, isApproved: boolean): Reply<JudgedReply>;
  reconcile(branchId: number): Reply<ReconcilingReply>;
  /** For the operator. */
  debugState(): Reply<DebugState>;
  /** The alarm may have been lost, or a change of settings not announced. Cheap while it is armed. */
  ensureArmed(): Promise<void>;

  /** A page of all links after the visit with this id of ours. */
  linkRows(after: string | null): Promise<LinksReply>;
  /** «Что будет, если…»: looks, and writes nothing anywhere. */
  pickVisits(query: PickQuery, branchIds: number[]): Reply<PickReply>;
  simulate(request: Simulate, branchIds: number[]): Reply<SimulateReply>;
  replay(drafts: Drafts, branchIds: number[]): Reply<ReplayReply>;

  events(query: EventsQuery, branchIds: number[] | null): Promise<EventsReply>;
  event(id: string, branchIds: number[] | null): Reply<OneEventReply>;
  retryEvent(id: string, branchIds: number[] | null): Reply<EventReply>;
  retryEvents(filter: EventsRetry, branchIds: number[] | null): Promise<EventsRetryReply>;
}
