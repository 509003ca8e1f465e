import type { AccountDescription } from '../../sandbox/amocrm/core/description.ts';
import type { SourceDescriptionInput } from '../../sandbox/archimed/clinic/description.ts';
import type { Setup, StatusRow } from '../../sandbox/demo/connect.ts';
import { demoAccount, demoCrm } from '../../sandbox/demo/crm.ts';
import type { Integration } from '../../scripts/stack.ts';
import { clinicOf } from './clinic.ts';
import { type Person, personsOf } from './persons.ts';

/** The accounts of a run, each with a clinic of its own. What differs between them is what the settings decide. */
export type Stage = { pipelineId: number; stageId: number };

export type Account = {
  index: number;
  id: number;
  sourceId: string;
  timeZone: string;
  persons: Person[];
  /** Doctors of one building, or of two with a branch each under one key. */
  branches: { title: string; buildingId: number | null }[];
  /** status id or «deleted» → stage; the same table in every branch of the account. */
  table: ReadonlyMap<string, Stage>;
  moveClosed: boolean;
  protectedStages: Stage[];
  tellsChanges: boolean;
  /** A deal moved by hand to the stage sets the status. */
  twoWay: readonly (Stage & { statusId: number })[];
  setup: Setup;
};

export const status = {
  booked: 1,
  confirmed: 2,
  completed: 3,
  cancelled: 4,
  arrived: 5,
  noShow: 6,
} as const;

export const TASK_BEFORE_MINUTES = 60;
export const WON = 142;
export const LOST = 143;

const { stages, repeatStages, primaryPipeline, repeatPipeline } = demoCrm;
const first = (stageId: number): Stage => ({ pipelineId: primaryPipeline, stageId });

export type AccountOptions = {
  seed: number;
  accounts: number;
  personsEach: number;
  /** Where a deal moved by hand sets the status; every fourth account when left out. */
  twoWayOf?: (account: number) => boolean;
  /** Clinics that can be asked for changes: read in three requests instead of twenty, at five a second. */
  tellChanges?: boolean;
};

export function accountsOf(options: AccountOptions): Account[] {
  return Array.from({ length: options.accounts }, (_, index) => accountOf(options, index));
}

const isFourth = (index: number) => index % 4 === 3;

function accountOf(options: AccountOptions, index: number): Account {
  const { seed, personsEach, twoWayOf = isFourth, tellChanges = false } = options;
  const id = accountIdOf(index);
  // Every other account has «completed» on an open stage of another pipeline: nothing there ever closes by itself.
  const closes = index % 2 === 0;
  const twoBranches = index % 3 === 1;
  const isTwoWay = twoWayOf(index);
  const twoWay = isTwoWay
    ? [
        { ...first(stages.confirmed), statusId: status.confirmed },
        { ...first(stages.arrived), statusId: status.arrived },
        { ...first(stages.cancelled), statusId: status.cancelled },
      ]
    : [];
  const moveClosed = index % 4 === 2;
  const timeZone = index % 3 === 2 ? 'Asia/Yekaterinburg' : 'Europe/Moscow';
  const table = new Map<string, Stage>([
    [String(status.booked), first(stages.booked)],
    [String(status.confirmed), first(stages.confirmed)],
    [
      String(status.completed),
      closes ? first(WON) : { pipelineId: repeatPipeline, stageId: repeatStages.inWork },
    ],
    [String(status.cancelled), first(stages.cancelled)],
    [String(status.arrived), first(stages.arrived)],
    // Two statuses on one stage: an own move that is taken for a manager's would make one of the other.
    [String(status.noShow), first(isTwoWay ? stages.cancelled : stages.noShow)],
    [
      'deleted',
      index % 2 === 1
        ? { pipelineId: repeatPipeline, stageId: repeatStages.cancelled }
        : first(stages.cancelled),
    ],
  ]);
  const protectedStages = [{ pipelineId: repeatPipeline, stageId: repeatStages.confirmed }];
  const branches = twoBranches
    ? [
        { title: 'Центр', buildingId: 1 },
        { title: 'Север', buildingId: 2 },
      ]
    : [{ title: 'Клиника', buildingId: null }];
  const key = { apiId: hex(id, 'a'), apiSecret: hex(id, 'b') };
  return {
    index,
    id,
    sourceId: sourceIdOf(index),
    timeZone,
    persons: personsOf(seed, index, personsEach),
    branches,
    table,
    moveClosed,
    protectedStages,
    tellsChanges: tellChanges,
    twoWay,
    setup: {
      accountId: id,
      admin: demoCrm.admin,
      key,
      branches: branches.map((branch, place) => ({ ...branch, timeZone, main: place === 0 })),
      statuses: [...table].map(
        ([statusId, stage]): StatusRow => ({
          statusId: statusId === 'deleted' ? 'deleted' : Number(statusId),
          meaning: meaningOf.get(statusId) ?? null,
          ...stage,
          moveClosed,
        }),
      ),
      twoWay: { rows: twoWay, conflict: 'archimed' },
      users: [
        { userId: demoCrm.manager, role: 'book', branches: 'all', defaultBranch: 1 },
        { userId: 'others', role: 'none', branches: [], defaultBranch: null },
      ],
      automation: {
        task: {
          enabled: true,
          forReception: false,
          text: 'Подтвердить: {врач}, {время}, {кабинет}',
          typeId: 1,
          when: { anchor: 'visit', minutes: -TASK_BEFORE_MINUTES },
        },
        newDealStage: first(stages.fresh),
        defaultResponsible: demoCrm.manager,
        protectedStages,
        // The run is one long storm of moves: the breaker has tests of its own.
        limits: { moves: 100_000, creations: 100_000 },
      },
    },
  };
}

const meaningOf = new Map<string, string>([
  [String(status.booked), 'booked'],
  [String(status.confirmed), 'confirmed'],
  [String(status.completed), 'completed'],
  [String(status.cancelled), 'cancelled'],
  [String(status.arrived), 'arrived'],
  [String(status.noShow), 'no-show'],
]);

function hex(id: number, letter: string): string {
  return `${id.toString(16).padStart(16, '0')}${letter.repeat(16)}`;
}

export function accountIdOf(index: number): number {
  return demoCrm.accountId + index;
}

export function sourceIdOf(index: number): string {
  return `clinic-${index}`;
}

export function sourceDescription(account: Account, today: string): SourceDescriptionInput {
  return clinicOf(account, today);
}

/** The demo's pipelines, users and fields with people and deals of this run. */
export function accountDescription(account: Account, integration: Integration): AccountDescription {
  const now = Math.floor(Date.now() / 1000);
  const base = demoAccount(integration);
  return {
    ...base,
    id: account.id,
    subdomain: `chaos${account.index}`,
    domain: `chaos${account.index}.amocrm.ru`,
    name: `Клиника ${account.index}`,
    tasks: [],
    contacts: account.persons.flatMap((person, place) =>
      person.contactIds.map((id) => ({
        id,
        firstName: person.firstName,
        lastName: person.lastName,
        phones: [person.phoneInCrm],
        createdAt: now - 90_000 - place * 60,
      })),
    ),
    leads: account.persons.flatMap((person, place) =>
      person.dealIds.map((id, number) => ({
        id,
        name: `Заявка ${place}.${number}`,
        price: 0,
        pipelineId: primaryPipeline,
        statusId: number % 2 === 0 ? stages.fresh : stages.inWork,
        responsibleUserId: demoCrm.manager,
        createdAt: now - 80_000 - place * 60 + number,
        contactIds: person.contactIds.slice(0, 1),
      })),
    ),
  };
}

export const stageChoices: readonly [Stage, ...Stage[]] = [
  first(stages.inWork),
  first(stages.fresh),
  { pipelineId: repeatPipeline, stageId: repeatStages.fresh },
  { pipelineId: repeatPipeline, stageId: repeatStages.arrived },
  { pipelineId: repeatPipeline, stageId: repeatStages.confirmed },
  first(LOST),
];

/** Where a deal is neither closed nor protected: nothing holds it there but the manager's word. */
export function openChoices({ protectedStages }: Account): Stage[] {
  return stageChoices.filter(
    (stage) => stage.stageId !== LOST && !protectedStages.some((other) => sameStage(other, stage)),
  );
}

export function sameStage(left: Stage, right: Stage): boolean {
  return left.pipelineId === right.pipelineId && left.stageId === right.stageId;
}
