import { demoKey } from './clinic.ts';
import type { Setup, StatusRow } from './connect.ts';
import { demoCrm } from './crm.ts';

const { stages, primaryPipeline } = demoCrm;

/** Statuses of the demo clinic (clinic.ts) → stages of the first pipeline. */
const table: [statusId: StatusRow['statusId'], meaning: string | null, stageId: number][] = [
  [1, 'booked', stages.booked],
  [2, 'confirmed', stages.confirmed],
  [3, 'completed', 142],
  [4, 'cancelled', stages.cancelled],
  [5, 'arrived', stages.arrived],
  [6, 'no-show', stages.noShow],
  ['deleted', null, stages.cancelled],
];

/** The demo clinic «Заря», connected. */
export const demoSetup: Setup = {
  accountId: demoCrm.accountId,
  admin: demoCrm.admin,
  key: demoKey,
  branches: [
    { title: 'Центр', buildingId: 1, timeZone: 'Europe/Moscow', main: true },
    { title: 'Север', buildingId: 2, timeZone: 'Europe/Moscow', main: false },
  ],
  statuses: table.map(([statusId, meaning, stageId]) => ({
    statusId,
    meaning,
    pipelineId: primaryPipeline,
    stageId,
    moveClosed: false,
  })),
  users: [
    { userId: demoCrm.manager, role: 'book', branches: 'all', defaultBranch: 1 },
    { userId: demoCrm.otherManager, role: 'book', branches: [2], defaultBranch: 2 },
    { userId: 'others', role: 'none', branches: [], defaultBranch: null },
  ],
  automation: {
    task: {
      enabled: true,
      forReception: false,
      text: 'Подтвердить запись: {врач}, {дата}, {время}',
      typeId: 1,
      when: { anchor: 'visit', minutes: -1440 },
    },
    newDealStage: { pipelineId: primaryPipeline, stageId: stages.fresh },
    defaultResponsible: demoCrm.manager,
    hideOnStages: [{ pipelineId: primaryPipeline, stageId: 143 }],
  },
};
