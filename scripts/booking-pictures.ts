import type { Browser, FrameLocator, Page } from 'playwright-core';
import { z } from 'zod';

/** The booking window in each of its states, for the guide and to be looked at. */
type Shoot = (page: Page, name: string) => Promise<void>;

const FIRST_DEAL = 41203317;
const bodySchema = z.record(z.string(), z.unknown());
type Body = z.infer<typeof bodySchema>;
type Window = FrameLocator;

type State = {
  name: string;
  deal?: number;
  size?: { width: number; height: number };
  dark?: boolean;
  /** What the server says instead of what it would say. */
  opening?: (body: Body) => Body;
  replies?: readonly (readonly [url: string, status: number, body: Body | null])[];
  act?: (window: Window, page: Page) => Promise<void>;
};

const PHONE = { width: 360, height: 720 };
const OPENING = '**/api/booking/opening';
const LONG = 'Константинопольская-Преображенская Александра Станиславовна';

const inDays = (days: number, time: string): string =>
  `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T${time}:00+03:00`;
const slot = (days: number, start: string, end: string): Body => ({
  ...{ doctorId: 11, start: inDays(days, start), end: inDays(days, end) },
  ...{ room: 'Кабинет № 5', buildingName: 'Центр' },
});
const unavailable = { status: 502, code: 'archimed.unavailable', message: '', details: null };
const refusal = (code: string, message: string, details: unknown = null) => ({
  error: { code, message, details },
});
const patients = (value: Body) => (body: Body) => ({ ...body, patients: { value } });
const person = (id: number, firstName: string, birthDate: string): Body => ({
  ...{ id, source: 1, lastName: 'Белова', firstName, middleName: 'Павловна', birthDate },
  ...{ phone: '+79050001111', nextVisits: [] },
});
const contact = (over: Body): Body => ({
  ...{
    id: 1,
    lastName: 'Белов',
    firstName: 'Андрей',
    middleName: '',
    birthDate: null,
    phone: '+79050001111',
  },
  ...over,
});

const type = async (window: Window, text: string): Promise<void> => {
  await window.getByTestId('doctor-input').fill(text);
  await window
    .getByTestId('part-remove-speciality')
    .or(window.getByTestId('part-remove-doctor'))
    .first()
    .waitFor();
  await window.locator('body').press('Shift+Tab');
};
const addServices = async (window: Window): Promise<void> => {
  for (const code of ['1012', '3001']) {
    await window.getByTestId('service-input').fill(code);
    await window.locator('[data-testid^="service-option-"]', { hasText: code }).first().click();
  }
};
const submit = async (window: Window, result: string): Promise<void> => {
  await window.getByTestId('best-slot-0').click();
  await window.getByTestId('book-submit').click();
  await window.getByTestId(result).waitFor();
};
const grid = (way: 'week' | 'day') => async (window: Window) => {
  await window.getByTestId(`way-${way}`).click();
  await window.getByTestId('schedule').waitFor();
};

const states: readonly State[] = [
  { name: 'booking-open' },
  {
    name: 'booking-phrase',
    act: (window) => type(window, 'кардеолог послезавтра после 14 в центре абракадабра'),
  },
  {
    name: 'booking-services',
    act: async (window) => {
      await type(window, 'Лаврентьевой завтра');
      await addServices(window);
      await window.getByTestId('best-slot-0').click();
    },
  },
  {
    name: 'booking-week',
    act: async (window) => {
      await type(window, 'Лаврентьева');
      await grid('week')(window);
    },
  },
  { name: 'booking-day', act: grid('day') },
  {
    name: 'booking-day-40',
    opening: fortyDoctors,
    act: async (window, page) => {
      await fortyShifts(page);
      await grid('day')(window);
    },
  },
  {
    name: 'booking-several',
    opening: patients({
      patients: [person(1, 'Алиса', '2015-07-21'), person(2, 'Вера', '2011-02-03')],
      contact: contact({}),
    }),
  },
  { name: 'booking-no-contact', opening: patients({ patients: [], contact: null }) },
  { name: 'booking-no-phone', opening: patients({ patients: [], contact: contact({ phone: null }) }) },
  {
    name: 'booking-long-foreign',
    opening: patients({
      patients: [{ ...person(1, LONG, '1985-02-03'), lastName: LONG, phone: '+49 30 901820' }],
      contact: contact({ lastName: LONG, phone: '+49 30 901820' }),
    }),
  },
  {
    name: 'booking-relative',
    act: async (window) => {
      await window.getByTestId('patient-other').check();
      await window.getByTestId('patient-search').fill('+7 905 000-11-22');
      await window.getByTestId('patient-find').click();
      await window.getByText('Найдено:', { exact: false }).waitFor();
    },
  },
  {
    name: 'booking-taken',
    replies: [
      [
        '**/api/visits',
        409,
        refusal('visits.slot_taken', '', {
          nearest: [slot(2, '09:00', '09:30'), slot(2, '10:30', '11:00'), slot(3, '09:00', '09:30')],
        }),
      ],
    ],
    act: (window) => submit(window, 'nearest-0'),
  },
  {
    name: 'booking-refused',
    replies: [['**/api/visits', 422, refusal('visits.refused', 'Врачу не установлено время приёма')]],
    act: (window) => submit(window, 'book-error'),
  },
  {
    name: 'booking-double',
    replies: [
      [
        '**/api/visits',
        409,
        refusal('visits.looks_double', '', {
          visits: [{ id: 'v', doctorName: 'Лаврентьева Елена Михайловна', start: inDays(2, '14:30') }],
        }),
      ],
    ],
    act: (window) => submit(window, 'book-error'),
  },
  {
    name: 'booking-checking',
    replies: [
      [
        '**/api/visits',
        202,
        { visit: { id: 'v', state: 'checking', start: inDays(1, '09:00'), end: inDays(1, '09:30') } },
      ],
      ['**/api/visits/v', 202, { visit: { id: 'v', state: 'checking' } }],
    ],
    act: async (window, page) => {
      await submit(window, 'book-checking');
      await page.waitForTimeout(11_500);
    },
  },
  { name: 'booking-loading', replies: [[OPENING, 0, null]] },
  {
    name: 'booking-late',
    opening: (body) => ({
      ...body,
      slots: { late: true },
      patients: { late: true },
      doctors: { late: true },
    }),
    replies: [
      ['**/api/slots?*', 0, null],
      ['**/api/doctors?*', 0, null],
      ['**/api/patients/search', 0, null],
    ],
  },
  {
    name: 'booking-down',
    opening: (body) => ({
      ...body,
      ...Object.fromEntries(
        ['slots', 'doctors', 'services', 'patients'].map((part) => [part, { error: unavailable }]),
      ),
    }),
  },
  { name: 'booking-dark', dark: true, act: (window) => type(window, 'невролог на этой неделе после 15') },
  { name: 'booking-dark-day', dark: true, act: grid('day') },
  { name: 'booking-phone-who', size: PHONE },
  {
    name: 'booking-phone-when',
    size: PHONE,
    act: async (window) => {
      await window.getByRole('button', { name: 'Когда' }).click();
      await type(window, 'кардиолог завтра');
    },
  },
  {
    name: 'booking-phone-day',
    size: PHONE,
    act: async (window) => {
      await window.getByRole('button', { name: 'Когда' }).click();
      await grid('day')(window);
    },
  },
  {
    name: 'booking-phone-summary',
    size: PHONE,
    act: async (window) => {
      await window.getByRole('button', { name: 'Когда' }).click();
      await window.getByTestId('best-slot-0').click();
    },
  },
];

export async function bookingPictures(browser: Browser, amocrm: string, shoot: Shoot): Promise<void> {
  for (const state of states) {
    const page = await opened(browser, amocrm, state);
    const window = page.frameLocator('iframe[src*="/booking/"]');
    const isWaiting = state.replies?.some(([url, status]) => url === OPENING && status === 0);
    const ready = window.getByTestId('book-submit').first();
    if (!isWaiting) await ready.waitFor({ state: 'attached' });
    if (state.name !== 'booking-late' && !isWaiting) await whole(window);
    await state.act?.(window, page);
    await shoot(page, state.name);
    await page.close();
  }
  await lostTime(browser, amocrm, shoot);
  await oneVisit(browser, amocrm, shoot);
}

/** Every part is there. */
async function whole(window: Window): Promise<void> {
  await window.getByTestId('book-submit').waitFor({ state: 'attached' });
  await window.locator('.am-skeleton').first().waitFor({ state: 'detached' });
}

async function opened(browser: Browser, amocrm: string, state: State): Promise<Page> {
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    locale: 'ru-RU',
    timezoneId: 'Europe/Moscow',
  });
  page.setDefaultTimeout(20_000);
  for (const [url, status, body] of state.replies ?? []) {
    await page.route(url, async (route) => {
      if (route.request().method() === 'OPTIONS') return route.continue();
      // Never: what is shown meanwhile.
      if (status === 0) return undefined;
      return route.fulfill({ status, json: body });
    });
  }
  if (state.opening) await change(page, state.opening);
  await page.goto(`${amocrm}/leads/detail/${state.deal ?? FIRST_DEAL}`);
  await page.getByTestId('panel-book').waitFor();
  if (state.dark) await page.getByTestId('theme-switch').click();
  await page.getByTestId('panel-book').click();
  if (state.size) await page.setViewportSize(state.size);
  return page;
}

async function change(page: Page, opening: (body: Body) => Body): Promise<void> {
  await page.route(OPENING, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: opening(bodySchema.parse(await response.json())) });
  });
}

/** Another manager takes the time that was chosen here. */
async function lostTime(browser: Browser, amocrm: string, shoot: Shoot): Promise<void> {
  const [mine, theirs] = await Promise.all(
    [10, 11].map((index) => opened(browser, amocrm, { name: '', deal: FIRST_DEAL + index })),
  );
  if (!mine || !theirs) return;
  for (const page of [mine, theirs]) {
    const window = page.frameLocator('iframe[src*="/booking/"]');
    await whole(window);
    await type(window, 'Соболева');
    await window.locator('[data-testid^="slot-21-"]').last().click();
  }
  await theirs.frameLocator('iframe[src*="/booking/"]').getByTestId('book-submit').click();
  await mine.frameLocator('iframe[src*="/booking/"]').getByTestId('slot-lost').waitFor();
  await shoot(mine, 'booking-lost');
  await Promise.all([mine.close(), theirs.close()]);
}

/** Booked with a service that asks for preparation; then looked at, moved, cancelled. */
async function oneVisit(browser: Browser, amocrm: string, shoot: Shoot): Promise<void> {
  const page = await opened(browser, amocrm, { name: '', deal: FIRST_DEAL + 12 });
  const window = page.frameLocator('iframe[src*="/booking/"]');
  await whole(window);
  await type(window, 'Лаврентьева после 10');
  await addServices(window);
  await submit(window, 'book-done');
  await window.getByText('Как подготовиться', { exact: false }).waitFor();
  await shoot(page, 'booking-done');
  await window.getByTestId('done-close').click();
  for (const [action, ready] of [
    ['open', 'visit-story'],
    ['move', 'move-submit'],
    ['cancel', 'cancel-submit'],
  ] as const) {
    await page.locator(`[data-testid^="panel-${action}-"]`).first().click();
    await window.getByTestId(ready).waitFor();
    await shoot(page, `booking-${action === 'open' ? 'visit' : action}`);
    if (action === 'move') {
      await grid('week')(window);
      await shoot(page, 'booking-move-week');
    }
    await window.getByTestId('close').click();
  }
  await change(page, (body) => ({ ...body, reasons: { error: unavailable } }));
  await page.locator('[data-testid^="panel-cancel-"]').first().click();
  await window.getByTestId('reasons-error').waitFor();
  await shoot(page, 'booking-cancel-failed');
  await page.close();
}

function fortyDoctors(body: Body): Body {
  const doctors = Array.from({ length: 40 }, (_, at) => ({
    ...{ id: 1000 + at, name: `${LONG.slice(0, 8 + (at % 20))}ва Анна Петровна`, bookable: true },
    specialities: [{ id: 32, name: at % 3 === 0 ? 'Врач ультразвуковой диагностики' : 'Кардиолог' }],
  }));
  return { ...body, doctors: { value: { doctors, asOf: inDays(0, '09:00') } } };
}

async function fortyShifts(page: Page): Promise<void> {
  const day = inDays(0, '09:00').slice(0, 10);
  const at = (minutes: number): string =>
    `${day}T${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}:00+03:00`;
  const shifts = Array.from({ length: 40 }, (_, doctor) => ({
    ...{ doctorId: 1000 + doctor, date: day, room: `Кабинет ${100 + doctor}`, buildingName: 'Центр' },
    intervals: Array.from({ length: 24 }, (_, index) => ({
      start: at(480 + index * 30),
      end: at(510 + index * 30),
      free: (index + doctor) % 3 > 0,
    })),
  }));
  await page.route('**/api/schedule?*', (route) =>
    route.fulfill({ json: { shifts, schedulePublished: true, asOf: inDays(0, '09:00') } }),
  );
}
