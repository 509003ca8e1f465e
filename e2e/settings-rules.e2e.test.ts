import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { demoCrm } from '../sandbox/demo/crm.ts';
import { people } from '../sandbox/demo/people.ts';
import { bookingOf, type FreeSlot, freeSlots, sendBooking } from './support/booking.ts';
import { launch, openPage } from './support/browser.ts';
import { newFields } from './support/custom-fields.ts';
import { eventually } from './support/eventually.ts';
import { type Product, startProduct } from './support/product.ts';

/** An administrator sends one doctor's visits to a stage of their own and lets a stage set a status, on the page alone. */
const { stages, primaryPipeline, repeatPipeline, repeatStages } = demoCrm;
/** Doctors of the center (sandbox/demo/clinic-doctors.ts). */
const CARDIOLOGIST = 11;
const THERAPIST = 17;
const LOR = { doctor: 21, speciality: 36 } as const;
/** «ЭКГ с расшифровкой»; «УЗИ органов брюшной полости» and its group (sandbox/demo/clinic-services.ts). */
const [ECG, ULTRASOUND, ULTRASOUND_GROUP] = [139, 131, 2];
/** Deals for what the other rules ask for; the last one is in the other pipeline. */
const [OF_SPECIALITY, OF_SERVICE, OF_GROUP, OF_PIPELINE] = [4, 6, 7, 28];
/** A patient whom amoCRM does not know (sandbox/demo/crm.ts). */
const STRANGER = 746;
const [BOOKED, CONFIRMED, CANCELLED, ARRIVED] = ['1', '2', '4', '5'];
/** Patients 701… are the people of the deals, in the same order (sandbox/demo/clinic.ts). */
const FIRST_PATIENT = 701;
/** Of the fourth of the people, whose visit the first test books. */
const LINKED = demoCrm.firstLead + 3;
const stage = (id: number) => `${primaryPipeline}:${id}`;
let product: Product;
let browser: Browser;

beforeAll(async () => {
  product = await startProduct({ POLL_SECONDS: '1' });
  await product.amocrm.settings({ indexDelayMs: 0 });
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test('rules by every condition and a two-way map: built, refused while it goes in a circle, saved, seen again, obeyed', async () => {
  const advanced = `${product.stack.amocrmUrl}/settings/widgets/${demoCrm.widgetCode}/advanced`;
  const { page, complaints, close } = await openPage(browser, advanced);
  const settings = page.frameLocator('iframe[src*="/settings/"]');
  await openStatuses(settings);
  await settings.getByTestId('status-mode-filtered').check();
  await buildRule(settings);
  await buildOtherRules(settings);

  await settings.getByTestId('two-way-on').check();
  await settings.getByTestId('two-way-stage-1').selectOption(stage(stages.cancelled));
  await settings.getByTestId('two-way-status-1').selectOption(CONFIRMED);
  const circle = settings.getByTestId('two-way-row-1').getByText('Получится круг', { exact: false });
  await circle.waitFor();
  await settings.getByTestId('save').click();
  // Refused before it is sent; the keyboard stands where it has to be mended.
  await expect
    .poll(() => settings.getByTestId('two-way-status-1').evaluate((at) => at === document.activeElement))
    .toBe(true);
  expect(await settings.getByTestId('saved').count()).toBe(0);

  await settings.getByTestId('two-way-status-1').selectOption(CANCELLED);
  await circle.waitFor({ state: 'detached' });
  await settings.getByTestId('two-way-conflict-latest').check();
  await save(settings);

  await page.reload();
  await openStatuses(settings);
  await expect
    .poll(() => settings.getByTestId('rule-1-sentence').textContent())
    .toMatch(/^Если врач — Лаврентьева\sЕ\.\sМ\., то:$/);
  for (const [number, condition] of Object.entries({
    2: 'специальность — ЛОР',
    3: 'услуга — «ЭКГ с расшифровкой»',
    4: 'филиал — Центр и услуга — группа «УЗИ»',
    5: 'воронка — Повторные пациенты',
  })) {
    await settings.getByTestId(`rule-${number}-sentence`).getByText(condition).waitFor();
  }
  await settings.getByTestId('rule-1-toggle').click();
  expect(await settings.getByTestId(`rule-1-status-stage-${BOOKED}`).inputValue()).toBe(stage(stages.inWork));
  expect(await settings.getByTestId('two-way-stage-1').inputValue()).toBe(stage(stages.cancelled));
  expect(await settings.getByTestId('two-way-status-1').inputValue()).toBe(CANCELLED);
  expect(await settings.getByTestId('two-way-conflict-latest').isChecked()).toBe(true);

  const slots = await freeSlots(product);
  await bookAtDesk(
    slots.find(({ doctorId }) => doctorId === CARDIOLOGIST),
    701,
  );
  await bookAtDesk(
    slots.find(({ doctorId }) => doctorId === THERAPIST),
    704,
  );
  await otherRulesAreObeyed(slots);
  await stageIs(demoCrm.firstLead, stages.inWork);
  await stageIs(LINKED, stages.booked);
  expect(complaints).toEqual([]);
  await close();
});

test('automation, fields and duplicate search: what is chosen on the page is saved, is there again after a reload, reaches the API and happens', async () => {
  const advanced = `${product.stack.amocrmUrl}/settings/widgets/${demoCrm.widgetCode}/advanced`;
  const { page, complaints, close } = await openPage(browser, advanced);
  const settings = page.frameLocator('iframe[src*="/settings/"]');
  await settings.getByTestId('section-automation').click();
  await settings.getByTestId('limits-moves').fill('1.5');
  await settings.getByText('Целое число от 1 до 100 000.').waitFor();
  await settings.getByTestId('limits-moves').fill('300');
  await settings.getByTestId('limits-creations').fill('20');
  // Before the save that makes the list of fields be read again.
  await newFields(page, 'leads', {
    date: { name: 'Дата приёма', type: 'date' },
    time: { name: 'Время приёма', type: 'numeric' },
  });
  const journal = settings.getByTestId('journal-pipelines').getByRole('checkbox');
  await journal.first().uncheck();
  await journal.nth(1).uncheck();
  await chooseStage(settings, 'protected-stages', 'В работе');
  await chooseStage(settings, 'hide-on-stages', 'Успешно реализовано');
  await settings.getByTestId('new-deal-stage').selectOption(stage(stages.inWork));
  await settings.getByTestId('default-responsible').selectOption(String(demoCrm.otherManager));
  await settings.getByTestId('task-text').fill('Позвонить: {врач}');
  await settings.getByTestId('task-for-reception').click();
  await settings.getByTestId('new-deal-title').fill('Приём: {врач}');
  await settings.getByTestId('policy-new-after-completed').check();
  await save(settings);

  await settings.getByTestId('section-matching').click();
  await settings.getByTestId('matching-all-open').uncheck();
  await chooseStage(settings, 'matching-stages', 'Успешно реализовано');
  await settings.getByTestId('matching-priority-updated').check();
  await settings.getByTestId('matching-keep-title').click();
  await save(settings);
  await settings.getByTestId('section-fields').click();
  await settings.getByTestId('fields-joined').click();
  // Called alike: what fits is proposed, what does not is refused in words.
  await settings
    .getByTestId('field-lead.time')
    .getByText('Поле «Время приёма» не подходит: его тип «число», а нужен «текст».')
    .waitFor();
  const refused = settings.getByTestId('field-select-lead.time').locator('optgroup option', {
    hasText: 'Время приёма',
  });
  expect(await refused.isDisabled()).toBe(true);
  expect(await refused.locator('..').getAttribute('label')).toBe('Не подходят по типу: нужен «текст»');
  await settings.getByTestId('field-take-lead.date').click();
  await save(settings);
  await settings.getByTestId('field-create-lead.time').click();
  await settings
    .getByTestId('field-select-lead.time')
    .locator('option:checked', { hasText: 'Время' })
    .waitFor({
      state: 'attached',
    });

  await page.reload();
  await settings.getByTestId('section-automation').click();
  await expect.poll(() => settings.getByTestId('limits-moves').inputValue()).toBe('300');
  const here = { pipelineId: primaryPipeline };
  expect(await product.admin.call('GET', '/api/automation', z.looseObject({}))).toMatchObject({
    limits: { moves: 300, creations: 20 },
    protectedStages: [{ ...here, stageId: stages.inWork }],
    hideOnStages: expect.arrayContaining([{ ...here, stageId: 142 }]),
    newDealStage: { ...here, stageId: stages.inWork },
    defaultResponsible: demoCrm.otherManager,
    task: { text: 'Позвонить: {врач}' },
    policy: 'new-after-completed',
    journalPipelines: [demoCrm.repeatPipeline],
  });
  expect(await product.admin.call('GET', '/api/matching', z.looseObject({}))).toMatchObject({
    stages: expect.arrayContaining([{ ...here, stageId: 142 }]),
    priority: 'updated',
  });
  expect(complaints).toEqual([]);
  await close();
  await happensAsChosen();
});

/** What the test before has chosen on the page is what becomes of two people who come to the reception. */
async function happensAsChosen(): Promise<void> {
  const slots = (await freeSlots(product)).filter(({ doctorId }) => doctorId === CARDIOLOGIST);
  const before = (await product.amocrm.state()).leads.map(({ id }) => id);
  const known = demoCrm.firstLead + 5;
  await bookAtDesk(slots.at(-1), STRANGER);
  await bookAtDesk(slots.at(-2), 706);
  const state = await eventually(
    () => product.amocrm.state(),
    ({ leads, tasks }) => {
      const created = leads.find(({ id }) => !before.includes(id));
      return (
        tasks.some(({ entityId }) => entityId === created?.id) &&
        tasks.some(({ entityId }) => entityId === known)
      );
    },
  );
  const created = state.leads.find(({ id }) => !before.includes(id));
  // The stage is protected: the rule of the first test would have moved it on.
  expect(created).toMatchObject({ statusId: stages.inWork, responsibleUserId: demoCrm.otherManager });
  expect(created?.name).toMatch(/^Приём: Лаврентьева/);
  expect((await product.amocrm.tasksOf(created?.id ?? 0)).map(({ text }) => text)).toEqual([
    expect.stringMatching(/^Позвонить: Лаврентьева/),
  ]);
  expect((await product.amocrm.lead(known)).name).toMatch(/^Приём: Лаврентьева/);
  const visit = await product.amocrm.field(known, 'Время записи');
  expect(visit).toBe(slots.at(-2)?.start.slice(11, 16));
  expect(await product.amocrm.field(known, 'Дата приёма')).toBeTruthy();

  const card = `${product.stack.amocrmUrl}/leads/detail/${demoCrm.firstLead + 20}`;
  const { page, close } = await openPage(browser, card);
  await page.getByTestId('panel').getByText('запись из сделки выключена', { exact: false }).waitFor();
  expect(await page.getByTestId('panel-book').count()).toBe(0);
  await journalWhereChosen(page);
  await close();
}

/** Only in the pipeline that is still ticked. */
async function journalWhereChosen(page: Page): Promise<void> {
  const board = (pipeline: number) => `${product.stack.amocrmUrl}/leads/pipeline/${pipeline}`;
  const button = page.getByRole('button', { name: 'Журнал записи' });
  await page.goto(board(primaryPipeline));
  await page.waitForLoadState('networkidle');
  expect(await button.count()).toBe(0);
  await page.goto(board(repeatPipeline));
  await button.waitFor();
}

test('«Что будет, если…»: an edit of the table changes what the screen would do, a week is decided again, and nothing is written', async () => {
  const advanced = `${product.stack.amocrmUrl}/settings/widgets/${demoCrm.widgetCode}/advanced`;
  const { page, complaints, close } = await openPage(browser, advanced);
  const settings = page.frameLocator('iframe[src*="/settings/"]');
  await openStatuses(settings);
  const before = await kept();
  const newest = await newestRequests();
  await settings.getByTestId('preview-toggle').click();
  await settings.getByTestId('preview-take-sample').click();
  await settings.getByTestId('sample-stage').selectOption(stage(stages.booked));
  await settings.getByTestId('sample-status').selectOption(ARRIVED);
  await stagesAre(settings, 'Пришёл на приём', 'Пришёл на приём');
  await settings.getByTestId('preview-same').waitFor();

  await settings.getByTestId(`status-stage-${ARRIVED}`).selectOption(stage(stages.inWork));
  await stagesAre(settings, 'Пришёл на приём', 'В работе');
  await settings.getByTestId('preview-differs').getByText('1 отличие').waitFor();
  await settings.getByTestId('preview-why-screen').getByText('сделка перенесена в «В работе»').waitFor();

  // A real one, by the patient's name: a doctor whom no rule names.
  await settings.getByTestId('preview-visit-search').fill(people[3]?.lastName ?? '');
  await settings
    .locator('[data-testid^="preview-option-"]', { hasText: `сделка ${LINKED}` })
    .first()
    .click();
  await settings.getByTestId('preview-status').selectOption(ARRIVED);
  await stagesAre(settings, 'Пришёл на приём', 'В работе');
  const deal = settings.getByTestId('preview-deal-screen').getByRole('link');
  expect(await deal.getAttribute('href')).toBe(`${product.stack.amocrmUrl}/leads/detail/${LINKED}`);

  await settings.getByTestId(`status-stage-${BOOKED}`).selectOption(stage(stages.inWork));
  await settings.getByTestId('preview-days').click();
  await settings.getByTestId('replay-run').click();
  const differing = settings
    .getByTestId('replay-differences')
    .getByRole('link', { name: `Сделка ${LINKED}` });
  await differing.waitFor();
  await replayCounts(settings);
  expect(await writesAfter(newest)).toEqual([]);
  expect(await kept()).toEqual(before);
  expect(complaints).toEqual([]);
  await close();
});

/** Every event is one of the three; another stage for who is moved anyway changes no number, only the differences. */
async function replayCounts(settings: FrameLocator): Promise<void> {
  const count = async (kind: string, side: string) =>
    Number(await settings.getByTestId(`replay-${kind}-${side}`).textContent());
  const events = /^(\d+) событ/.exec((await settings.getByTestId('replay-result').textContent()) ?? '');
  for (const side of ['saved', 'screen']) {
    const [created, moved, left] = [
      await count('created', side),
      await count('moved', side),
      await count('left', side),
    ];
    // The stranger; whom the rules and «Иначе» moved; the one who stood on his stage already.
    expect({ created, left }).toEqual({ created: 1, left: 1 });
    expect(created + moved + left).toBe(Number(events?.[1]));
  }
  expect(await count('moved', 'screen')).toBe(await count('moved', 'saved'));
}

async function stagesAre(settings: FrameLocator, saved: string, screen: string): Promise<void> {
  await settings.getByTestId('preview-stage-screen').getByText(screen, { exact: true }).waitFor();
  await settings.getByTestId('preview-stage-saved').getByText(saved, { exact: true }).waitFor();
}

/** Every event and every saved setting. */
async function kept() {
  const all = z.looseObject({ events: z.array(z.looseObject({ id: z.string() })) });
  const saved = z.looseObject({ versions: z.array(z.looseObject({ n: z.int() })) });
  return {
    events: (await product.admin.call('GET', '/api/events', all)).events.map(({ id }) => id),
    versions: (await product.admin.call('GET', '/api/settings/versions', saved)).versions.map(({ n }) => n),
  };
}

const logSchema = z.object({
  rows: z.array(z.looseObject({ seq: z.int(), method: z.string(), path: z.string() })),
});
const urls = () => [product.stack.amocrmUrl, product.stack.archimedUrl] as const;

async function newestRequests(): Promise<number[]> {
  return Promise.all(
    urls().map(async (url) => {
      const { rows } = logSchema.parse(await (await fetch(`${url}/_sandbox/log?limit=1`)).json());
      return rows.at(-1)?.seq ?? 0;
    }),
  );
}

/** Requests to either system that are no questions. */
async function writesAfter(newest: readonly number[]): Promise<string[]> {
  const logs = urls().map(async (url, index) => {
    const read = await fetch(`${url}/_sandbox/log?limit=2000&after=${newest[index] ?? 0}`);
    const { rows } = logSchema.parse(await read.json());
    return rows.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
  });
  return (await Promise.all(logs)).flat();
}

async function chooseStage(settings: FrameLocator, picker: string, name: string): Promise<void> {
  const group = settings.getByTestId(picker);
  await group.locator('summary').click();
  await group.getByLabel(name, { exact: true }).first().check();
}

async function save(settings: FrameLocator): Promise<void> {
  await settings.getByTestId('save').click();
  await settings.getByTestId('saved').waitFor();
}

async function openStatuses(settings: FrameLocator): Promise<void> {
  await settings.getByTestId('section-statuses').click();
  await settings.getByTestId('two-way-on').waitFor();
}

/** With the keyboard where that is quicker; what «Иначе» does already is taken over. */
async function buildRule(settings: FrameLocator): Promise<void> {
  await settings.getByTestId('rule-add').click();
  await settings.getByTestId('rule-1-doctors').fill('лавр');
  await settings.getByTestId(`rule-1-doctors-option-${CARDIOLOGIST}`).waitFor();
  // The first look at the page reads its lists anew: for a moment there is nothing to choose.
  const chosen = settings.getByTestId(`rule-1-doctors-chip-${CARDIOLOGIST}`);
  await expect
    .poll(async () => {
      if ((await chosen.count()) === 0) await settings.getByTestId('rule-1-doctors').press('Enter');
      return chosen.count();
    })
    .toBe(1);
  await settings.getByTestId(`rule-1-status-stage-${BOOKED}`).selectOption(stage(stages.inWork));
  await settings.getByTestId('rule-1-fill').click();
  expect(await settings.getByTestId(`rule-1-status-stage-${CANCELLED}`).inputValue()).toBe(
    stage(stages.cancelled),
  );

  // A second one, found by service, moved up and taken away again: the first keeps its place.
  await settings.getByTestId('rule-add').click();
  await settings.getByTestId('rule-2-services').fill('эхокардио');
  const options = settings.locator('[data-testid^="rule-2-services-option-"]');
  await options.filter({ hasText: 'Эхокардиография' }).first().click();
  await settings.getByTestId('rule-2-up').press('Alt+ArrowUp');
  await expect
    .poll(() => settings.getByTestId('rule-1-sentence').textContent())
    .toContain('услуга — «Эхокардиография»');
  await settings.getByTestId('rule-1-remove').click();
  await settings.getByTestId('rule-2').waitFor({ state: 'detached' });
}

/** Speciality; service; group and branch at once; pipeline: each sends a new visit to a stage of its own. */
async function buildOtherRules(settings: FrameLocator): Promise<void> {
  const add = async (
    number: number,
    wanted: readonly (readonly [condition: string, words: string, id: number])[],
    to: string,
  ) => {
    await settings.getByTestId('rule-add').click();
    for (const [condition, words, id] of wanted) {
      await settings.getByTestId(`rule-${number}-${condition}`).fill(words);
      await settings.getByTestId(`rule-${number}-${condition}-option-${id}`).click();
    }
    await settings.getByTestId(`rule-${number}-status-stage-${BOOKED}`).selectOption(to);
  };
  await add(2, [['specialities', 'лор', LOR.speciality]], stage(stages.confirmed));
  await add(3, [['services', 'ЭКГ с', ECG]], stage(stages.arrived));
  await add(
    4,
    [
      ['serviceGroups', 'узи', ULTRASOUND_GROUP],
      ['branches', 'центр', product.branches.center],
    ],
    stage(stages.noShow),
  );
  await add(5, [['pipelines', 'повторные', repeatPipeline]], `${repeatPipeline}:${repeatStages.inWork}`);
}

/** Services are known of what we book; the reception's visits are told by doctor and by their deal's pipeline. */
async function otherRulesAreObeyed(slots: readonly FreeSlot[]): Promise<void> {
  const therapist = slots.filter(({ doctorId }, index) => doctorId === THERAPIST && index % 2 === 1);
  const book = async (index: number, slot: FreeSlot | undefined, serviceId: number) => {
    if (!slot) throw new Error('no free slot');
    const answer = await sendBooking(product, bookingOf(product, index, slot, { serviceIds: [serviceId] }));
    expect(answer.status).toBe(201);
  };
  await bookAtDesk(
    slots.find(({ doctorId }) => doctorId === LOR.doctor),
    FIRST_PATIENT + OF_SPECIALITY,
  );
  await bookAtDesk(therapist[1], FIRST_PATIENT + OF_PIPELINE);
  await book(OF_SERVICE, therapist[2], ECG);
  await book(OF_GROUP, therapist[3], ULTRASOUND);
  await stageIs(demoCrm.firstLead + OF_SPECIALITY, stages.confirmed);
  await stageIs(demoCrm.firstLead + OF_SERVICE, stages.arrived);
  await stageIs(demoCrm.firstLead + OF_GROUP, stages.noShow);
  await stageIs(demoCrm.firstLead + OF_PIPELINE, repeatStages.inWork);
}

async function bookAtDesk(slot: { doctorId: number; start: string } | undefined, patientId: number) {
  if (!slot) throw new Error('no free slot');
  await product.archimed.book({
    doctorId: slot.doctorId,
    date: slot.start.slice(0, 10),
    begin: slot.start.slice(11, 16),
    patientId,
  });
}

async function stageIs(leadId: number, statusId: number): Promise<void> {
  await eventually(
    () => product.amocrm.lead(leadId),
    (lead) => lead.statusId === statusId,
  );
}
