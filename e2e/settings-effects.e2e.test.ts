import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { demoCrm } from '../sandbox/demo/crm.ts';
import { bookingOf, type FreeSlot, freeSlots, sendBooking } from './support/booking.ts';
import { launch, openPage, type Watched } from './support/browser.ts';
import { newFields } from './support/custom-fields.ts';
import { eventually } from './support/eventually.ts';
import { type Product, startProduct } from './support/product.ts';
import { type SettingsFrame, settingsFrame } from './support/settings-frame.ts';

/**
 * Settings that settings-switches leaves out, set on the page one after the other, looked at after a reload and followed
 * side by side, each on a deal of its own: a branch's zone, who prevails, the deal changed last, what a status means,
 * a proposed stage, the row «Удалена», other fields of deal and contact.
 */
const { stages, primaryPipeline } = demoCrm;
const [CONFIRMED, CANCELLED, NO_SHOW] = [2, 4, 6];
/** Patients 701… are the people of the deals, in the same order (sandbox/demo/clinic.ts). */
const FIRST_PATIENT = 701;
const deal = (index: number) => demoCrm.firstLead + index;
const stage = (id: number) => `${primaryPipeline}:${id}`;
/** One deal for each thing that is followed. */
const [FIELDS, LATER_DEAL, LATER_VISIT, CLINIC_WINS, ZONE, UPDATED, DELETED] = [0, 1, 2, 3, 4, 5, 6];
/** «Первичный приём кардиолога» of the demo clinic. */
const SERVICE = 102;

let product: Product;
let browser: Browser;
let opened: Watched;
let settings: SettingsFrame;
/** Fields that the account gets beside those of the demo, by the setting that they are chosen for. */
let others: Record<string, number>;

beforeAll(async () => {
  product = await startProduct({ POLL_SECONDS: '1' });
  await product.amocrm.settings({ indexDelayMs: 0 });
  browser = await launch();
  const advanced = `${product.stack.amocrmUrl}/settings/widgets/${demoCrm.widgetCode}/advanced`;
  opened = await openPage(browser, advanced);
  others = {
    ...(await newFields(opened.page, 'leads', {
      'lead.branch': { name: 'Где принимают', type: 'text' },
      'lead.services': { name: 'Что делаем', type: 'textarea' },
      'lead.status': { name: 'Что с записью', type: 'select', enums: [{ value: 'Иное', sort: 1 }] },
      'lead.room': { name: 'Где приём', type: 'text' },
      'lead.comment': { name: 'Просьбы', type: 'textarea' },
    })),
    ...(await newFields(opened.page, 'contacts', {
      'contact.patientId': { name: 'Номер в клинике', type: 'text' },
      'contact.cardNumber': { name: 'Карта', type: 'text' },
      'contact.birthDate': { name: 'Родился', type: 'date' },
    })),
  };
  settings = settingsFrame(opened.page.frameLocator('iframe[src*="/settings/"]'));
  await leaveOutStage(product.branches.north, NO_SHOW);
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test('a branch’s zone, both conflict policies, the deal changed last, a meaning, a proposed stage, «Удалена», other fields: set, saved, seen again, and followed to the deal', async () => {
  await set();
  await opened.page.reload();
  await isSet();

  const inCenter = apart(await freeSlots(product));
  const inNorth = apart(await freeSlots(product, product.branches.north));
  const book = async (index: number, slots: FreeSlot[], branchId = product.branches.center) => {
    const comment = 'Просит окно';
    const extra = { branchId, comment, serviceIds: index === FIELDS ? [SERVICE] : [] };
    const answer = await sendBooking(product, bookingOf(product, index, next(slots), extra));
    expect(answer.status).toBe(201);
    return answer.body.visit?.talonId ?? 0;
  };
  const meant = await book(FIELDS, inCenter);
  const laterDeal = await book(LATER_DEAL, inNorth, product.branches.north);
  const laterVisit = await book(LATER_VISIT, inNorth, product.branches.north);
  const clinicWins = await book(CLINIC_WINS, inCenter);
  const deleted = await book(DELETED, inCenter);
  const abroad = await atDesk(inNorth, ZONE);
  const { middle } = await twoMoreDeals();
  for (const index of [FIELDS, LATER_DEAL, LATER_VISIT, CLINIC_WINS, DELETED]) {
    await stageIs(index, stages.booked);
  }
  await product.archimed.change(deleted, { deleted: true });

  await otherFieldsHold();
  // Ten o’clock at the reception is another moment in another zone.
  await eventually(
    () => product.amocrm.field(deal(ZONE), 'Дата и время записи'),
    (value) => value === Date.parse(`${abroad.date}T${abroad.begin}:00+05:00`) / 1000,
  );
  // «Подтверждён» means «не пришёл» now: the task has nothing to wait for.
  await expect.poll(async () => (await ownTasks()).map(({ isCompleted }) => isCompleted)).toEqual([false]);
  await product.archimed.change(meant, { statusId: CONFIRMED });
  await stageIs(FIELDS, stages.confirmed);
  await stageIs(DELETED, stages.inWork);
  await eventually(ownTasks, (tasks) => tasks.every(({ isCompleted }) => isCompleted));

  // Both sides change between two polls, hooks wait: both clocks tell whole seconds.
  await product.archimed.fault({ kind: 'json-error', method: 'GET', path: 'ta*lons' });
  await product.amocrm.settings({ hooks: { paused: true } });
  const clinicChanges = (talon: number) => product.archimed.change(talon, { statusId: NO_SHOW });
  const managerMoves = (index: number) =>
    product.amocrm.act(`/leads/${deal(index)}`, { statusId: stages.cancelled });
  await clinicChanges(laterDeal);
  await managerMoves(LATER_VISIT);
  await sleep(1100);
  await managerMoves(LATER_DEAL);
  await managerMoves(CLINIC_WINS);
  await clinicChanges(laterVisit);
  await clinicChanges(clinicWins);
  await product.amocrm.act(`/leads/${middle}`, { name: 'Изменена последней' });
  await product.amocrm.settings({ hooks: { paused: false } });
  await product.archimed.clearFaults();
  await atDesk(inCenter, UPDATED);
  await eventually(
    () => statusOf(laterDeal),
    (statusId) => statusId === CANCELLED,
  );
  await stageIs(LATER_VISIT, stages.noShow);
  await stageIs(CLINIC_WINS, stages.noShow);
  expect((await product.amocrm.lead(deal(LATER_DEAL))).statusId).toBe(stages.cancelled);
  for (const talon of [laterVisit, clinicWins]) expect(await statusOf(talon)).toBe(NO_SHOW);
  await eventually(
    () => product.amocrm.field(middle, 'Врач'),
    (doctor) => doctor !== undefined,
  );
  expect(await product.amocrm.field(deal(UPDATED), 'Врач')).toBeUndefined();
  expect(opened.complaints).toEqual([]);
});

async function set(): Promise<void> {
  const { center, north } = product.branches;
  await settings.open('branches');
  const card = settings.at(`branch-${north}`);
  await card.getByTestId('branch-edit').click();
  await card.getByTestId('branch-timezone').selectOption('Asia/Yekaterinburg');
  await card.getByTestId('branch-save').click();
  await card.getByTestId('saved').waitFor();
  for (const [branch, conflict] of [
    [center, 'archimed'],
    // Its zone is not the one whose clock the clinic's database stamps changes with.
    [north, 'latest'],
  ] as const) {
    await settings.openStatuses(branch);
    if (branch === center) {
      await settings.at(`status-meaning-${CONFIRMED}`).selectOption('no-show');
      await settings.at('status-stage-deleted').selectOption(stage(stages.inWork));
    } else {
      // The one row without a stage gets the one that is called alike; what it does is seen where the clinic prevails.
      await settings.at('status-suggest').click();
      await settings.holds(`status-stage-${NO_SHOW}`, stage(stages.noShow));
    }
    await settings.at('two-way-on').check();
    await settings.at('two-way-stage-1').selectOption(stage(stages.cancelled));
    await settings.at('two-way-status-1').selectOption(String(CANCELLED));
    await settings.at(`two-way-conflict-${conflict}`).check();
    await settings.save();
  }
  await settings.open('fields');
  for (const [name, id] of Object.entries(others)) {
    await settings.at(`field-select-${name}`).selectOption(String(id));
  }
  await settings.save();
  await settings.open('automation');
  await settings.at('history-days').fill('45');
  await settings.save();
  await settings.open('matching');
  await settings.at('matching-priority-updated').check();
  await settings.save();
}

async function isSet(): Promise<void> {
  const { center, north } = product.branches;
  await settings.open('matching');
  await settings.isChecked('matching-priority-updated', true);
  await settings.open('automation');
  await settings.holds('history-days', '45');
  await settings.open('fields');
  for (const [name, id] of Object.entries(others)) await settings.holds(`field-select-${name}`, String(id));
  await settings.openStatuses(north);
  await settings.isChecked('two-way-conflict-latest', true);
  await settings.holds(`status-stage-${NO_SHOW}`, stage(stages.noShow));
  await settings.openStatuses(center);
  await settings.holds('status-stage-deleted', stage(stages.inWork));
  await settings.isChecked('two-way-conflict-archimed', true);
  await settings.holds(`status-meaning-${CONFIRMED}`, 'no-show');
  await settings.open('branches');
  const card = settings.at(`branch-${north}`);
  await card.getByTestId('branch-edit').click();
  expect(await card.getByTestId('branch-timezone').inputValue()).toBe('Asia/Yekaterinburg');
}

/** Room and comment on the deal, number, card and birth date on the contact: where they were chosen, and nowhere else. */
async function otherFieldsHold(): Promise<void> {
  const read = async () => {
    const state = await product.amocrm.state();
    const lead = state.leads.find(({ id }) => id === deal(FIELDS))?.fields ?? {};
    const contact = state.contacts.find(({ id }) => id === demoCrm.firstContact + FIELDS)?.fields ?? {};
    const held = (name: string) =>
      (name.startsWith('lead') ? lead : contact)[others[name] ?? 0]?.[0]?.value ?? null;
    return Object.fromEntries(Object.keys(others).map((name) => [name, held(name)]));
  };
  const values = await eventually(read, (all) => Object.values(all).every((value) => value !== null));
  expect(values).toMatchObject({
    'lead.branch': 'Центр',
    'lead.services': expect.stringContaining('кардиолога'),
    'lead.status': 'Запись',
    'lead.comment': 'Просит окно',
    'contact.patientId': String(FIRST_PATIENT + FIELDS),
    'contact.cardNumber': expect.stringMatching(/\d/),
    'contact.birthDate': expect.any(Number),
  });
  expect(values['lead.room']).toMatch(/\S/);
  for (const name of ['Кабинет', 'Комментарий к записи', 'Филиал', 'Услуги', 'Статус визита']) {
    expect(await product.amocrm.field(deal(FIELDS), name), name).toBeUndefined();
  }
}

const ownTasks = async () =>
  (await product.amocrm.tasksOf(deal(FIELDS))).filter(({ text }) => text.startsWith('Подтвердить запись'));

/** The person has three open deals: which one is neither the first nor the last? */
async function twoMoreDeals(): Promise<{ middle: number }> {
  const now = Math.floor(Date.now() / 1000);
  const made = z.looseObject({ id: z.int() });
  const create = async (createdAt: number) =>
    made.parse(
      await product.amocrm.act('/leads', {
        ...{ name: 'Ещё заявка', pipelineId: primaryPipeline, statusId: stages.fresh, createdAt },
        contactIds: [demoCrm.firstContact + UPDATED],
      }),
    ).id;
  const middle = await create(now - 600);
  await create(now - 60);
  return { middle };
}

/** By the API: on the page it is what is proposed for it that counts. */
async function leaveOutStage(branch: number, statusId: number): Promise<void> {
  const path = `/api/branches/${branch}/statuses`;
  const rows = z.array(z.looseObject({ statusId: z.union([z.int(), z.literal('deleted')]) }));
  const { version, mode, ...table } = await product.admin.call(
    'GET',
    path,
    z.object({ version: z.int(), mode: z.string(), rows }),
  );
  await product.admin.call('PUT', path, z.unknown(), {
    ...{ version, mode, rules: [] },
    rows: table.rows.map((row) =>
      row.statusId === statusId ? { ...row, pipelineId: null, stageId: null } : row,
    ),
  });
}

async function atDesk(slots: FreeSlot[], index: number) {
  const { doctorId, start } = next(slots);
  const [date, begin] = [start.slice(0, 10), start.slice(11, 16)];
  await product.archimed.book({ doctorId, date, begin, patientId: FIRST_PATIENT + index });
  return { date, begin };
}

/** Every second one: no visit stands in another's way. */
const apart = (slots: FreeSlot[]) => slots.filter((_, index) => index % 2 === 0);

function next(slots: FreeSlot[]): FreeSlot {
  const slot = slots.shift();
  if (!slot) throw new Error('the demo clinic has too few free slots');
  return slot;
}

const statusOf = async (talon: number) =>
  (await product.archimed.talons()).find(({ id }) => id === talon)?.statusId;

async function stageIs(index: number, stage: number): Promise<void> {
  await eventually(
    () => product.amocrm.lead(deal(index)),
    ({ statusId }) => statusId === stage,
  );
}
