import type {
  CancelReasonsReply,
  DoctorsReply,
  ServiceGroupsReply,
  ServicesReply,
  SpecializationsReply,
} from '../../worker/directories/directories.schemas.ts';
import type {
  EventReply,
  EventsQuery,
  EventsReply,
  EventsRetry,
  EventsRetryReply,
  OneEventReply,
} from '../../worker/history/events.schemas.ts';
import type {
  JournalQuery,
  JournalReply,
  ScheduleQuery,
  ScheduleReply,
} from '../../worker/journal/journal.schemas.ts';
import type {
  PickReply,
  Replay,
  ReplayReply,
  Simulate,
  SimulateReply,
} from '../../worker/preview/preview.schemas.ts';
import type { ReviewDecision, ReviewsReply } from '../../worker/review/review.schemas.ts';
import type { MeReply } from '../../worker/session/session.schemas.ts';
import type {
  AutomationPut,
  AutomationReply,
  MatchingPut,
  PipelinesReply,
} from '../../worker/settings/automation.schemas.ts';
import type {
  Branch,
  BranchCreate,
  BranchesReply,
  BranchPatch,
  BranchTestReply,
} from '../../worker/settings/branches.schemas.ts';
import type { FieldsCreate, FieldsPut, FieldsReply } from '../../worker/settings/fields.schemas.ts';
import type { GoneReply } from '../../worker/settings/gone.schemas.ts';
import type { StatusesPut, StatusesReply } from '../../worker/settings/statuses.schemas.ts';
import type { UsersPut, UsersReply } from '../../worker/settings/users.schemas.ts';
import type {
  ImportReply,
  OneVersionReply,
  SettingsFile,
  SettingsImport,
  VersionsQuery,
  VersionsReply,
} from '../../worker/settings/versions.schemas.ts';
import type { JudgedReply, ReconcilingReply, StateReply } from '../../worker/state/state.schemas.ts';
import type { LinksReply, SupportReply } from '../../worker/support/support.schemas.ts';
import type { VisitDetails } from '../../worker/visits/details.schemas.ts';
import type { Opening, OpeningReply } from '../../worker/visits/opening.schemas.ts';
import type {
  PatientsReply,
  PatientsSearch,
  SlotsQuery,
  SlotsReply,
  Visit,
  VisitCreate,
  VisitPatch,
  VisitReply,
  VisitsReply,
} from '../../worker/visits/visits.schemas.ts';
import type { Http } from './http.ts';

export type Api = ReturnType<typeof createApi>;

/** One function per route; the types are the Worker's schemas. */
export function createApi(http: Http) {
  return {
    me: () => http<MeReply>('GET', '/api/me'),

    doctors: (branch: number) => http<DoctorsReply>('GET', '/api/doctors', { query: { branch } }),
    services: (branch: number, query: string) =>
      http<ServicesReply>('GET', '/api/services', {
        query: { branch, query: query === '' ? undefined : query },
      }),
    servicesByIds: (branch: number, ids: readonly number[]) =>
      http<ServicesReply>('GET', '/api/services', { query: { branch, ids: ids.join(',') } }),
    serviceGroups: (branch: number) =>
      http<ServiceGroupsReply>('GET', '/api/services/groups', { query: { branch } }),
    specializations: (branch: number) =>
      http<SpecializationsReply>('GET', '/api/specializations', { query: { branch } }),
    cancelReasons: (branch: number) =>
      http<CancelReasonsReply>('GET', '/api/cancel-reasons', { query: { branch } }),

    journal: (query: JournalQuery) => http<JournalReply>('GET', '/api/journal', { query }),
    schedule: (query: ScheduleQuery) => http<ScheduleReply>('GET', '/api/schedule', { query }),
    opening: (body: Opening) => http<OpeningReply>('POST', '/api/booking/opening', { body }),
    slots: (query: SlotsQuery) => http<SlotsReply>('GET', '/api/slots', { query }),
    searchPatients: (body: PatientsSearch) => http<PatientsReply>('POST', '/api/patients/search', { body }),
    visits: (deal: number) => http<VisitsReply>('GET', '/api/visits', { query: { deal } }),
    visit: (id: string) => http<VisitReply>('GET', `/api/visits/${encodeURIComponent(id)}`),
    visitDetails: (id: string) => http<VisitDetails>('GET', `/api/visits/${encodeURIComponent(id)}/details`),
    visitStory: (id: string) => http<EventsReply>('GET', `/api/visits/${encodeURIComponent(id)}/events`),
    linkVisit: (id: string, dealId: number) =>
      http<VisitReply>('POST', `/api/visits/${encodeURIComponent(id)}/link`, { body: { dealId } }),
    unlinkVisit: (id: string) => http<VisitReply>('POST', `/api/visits/${encodeURIComponent(id)}/unlink`),
    createVisit: (body: VisitCreate, idempotencyKey: string) =>
      http<VisitReply>('POST', '/api/visits', { body, headers: { 'Idempotency-Key': idempotencyKey } }),
    patchVisit: (id: string, body: VisitPatch) =>
      http<VisitReply>('PATCH', `/api/visits/${encodeURIComponent(id)}`, { body }),
    cancelVisit: (id: string, reasonId: number | null) =>
      http<VisitReply>('POST', `/api/visits/${encodeURIComponent(id)}/cancel`, { body: { reasonId } }),

    branches: () => http<BranchesReply>('GET', '/api/branches'),
    createBranch: (body: BranchCreate) => http<Branch>('POST', '/api/branches', { body }),
    patchBranch: (id: number, body: BranchPatch) => http<Branch>('PATCH', `/api/branches/${id}`, { body }),
    deleteBranch: (id: number) => http<null>('DELETE', `/api/branches/${id}`),
    testBranch: (id: number) => http<BranchTestReply>('POST', `/api/branches/${id}/test`),
    statuses: (branch: number) => http<StatusesReply>('GET', `/api/branches/${branch}/statuses`),
    putStatuses: (branch: number, body: StatusesPut) =>
      http<StatusesReply>('PUT', `/api/branches/${branch}/statuses`, { body }),
    fields: () => http<FieldsReply>('GET', '/api/fields'),
    putFields: (body: FieldsPut) => http<FieldsReply>('PUT', '/api/fields', { body }),
    createFields: (body: FieldsCreate) => http<FieldsReply>('POST', '/api/fields/create', { body }),
    users: () => http<UsersReply>('GET', '/api/users'),
    putUsers: (body: UsersPut) => http<UsersReply>('PUT', '/api/users', { body }),
    automation: () => http<AutomationReply>('GET', '/api/automation'),
    putAutomation: (body: AutomationPut) => http<AutomationReply>('PUT', '/api/automation', { body }),
    matching: () => http<MatchingPut>('GET', '/api/matching'),
    putMatching: (body: MatchingPut) => http<MatchingPut>('PUT', '/api/matching', { body }),
    pipelines: () => http<PipelinesReply>('GET', '/api/pipelines'),
    gone: () => http<GoneReply>('GET', '/api/gone'),
    versions: (query: VersionsQuery) => http<VersionsReply>('GET', '/api/settings/versions', { query }),
    version: (n: number) => http<OneVersionReply>('GET', `/api/settings/versions/${n}`),
    restoreVersion: (n: number, body: { version: number }) =>
      http<{ version: number }>('POST', `/api/settings/versions/${n}/restore`, { body }),
    exportSettings: () => http<SettingsFile>('GET', '/api/settings/export'),
    /** The file is read by the server alone: what a person chose may be anything. */
    importSettings: (body: Omit<SettingsImport, 'file'> & { file: unknown }) =>
      http<ImportReply>('POST', '/api/settings/import', { body }),
    handoff: () => http<{ url: string }>('POST', '/api/session/handoff'),
    support: () => http<SupportReply>('GET', '/api/support'),
    links: (cursor: string | undefined) => http<LinksReply>('GET', '/api/links', { query: { cursor } }),
    pickVisits: (query: string) =>
      http<PickReply>('GET', '/api/simulate/visits', { query: { query: query === '' ? undefined : query } }),
    simulate: (body: Simulate) => http<SimulateReply>('POST', '/api/simulate', { body }),
    replay: (body: Replay) => http<ReplayReply>('POST', '/api/replay', { body }),
    events: (query: EventsQuery) => http<EventsReply>('GET', '/api/events', { query }),
    event: (id: string) => http<OneEventReply>('GET', `/api/events/${encodeURIComponent(id)}`),
    retryEvent: (id: string) =>
      http<{ event: EventReply }>('POST', `/api/events/${encodeURIComponent(id)}/retry`),
    retryEvents: (body: EventsRetry) => http<EventsRetryReply>('POST', '/api/events/retry', { body }),
    reviews: (cursor: string | null) =>
      http<ReviewsReply>('GET', '/api/review', { query: { cursor: cursor ?? undefined } }),
    decideReview: (id: string, body: ReviewDecision) =>
      http<{ visit: Visit }>('POST', `/api/review/${encodeURIComponent(id)}`, { body }),
    state: () => http<StateReply>('GET', '/api/state'),
    judgeBranch: (id: number, verdict: 'approve' | 'discard') =>
      http<JudgedReply>('POST', `/api/state/branches/${id}/${verdict}`),
    reconcile: (id: number) => http<ReconcilingReply>('POST', `/api/state/branches/${id}/reconcile`),
  };
}
