import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';
import { launch } from '../../e2e/support/browser.ts';
import { freePorts } from '../../e2e/support/product.ts';
import { connectDemoClinic } from '../../sandbox/demo/connect.ts';
import { demoCrm } from '../../sandbox/demo/crm.ts';
import { type Stack, startStack } from '../../scripts/stack.ts';
import { median, table, times } from '../report.ts';

/** How long a manager waits for the booking window, with its frame warmed up and without (README.md). */
const GOAL = 0.2;
const ROUNDS = 9;
const CASES = ['warm', 'cached', 'cold'] as const;
type Case = (typeof CASES)[number];
const TITLES: Record<Case, string> = {
  warm: 'warmed up when the card opened',
  cached: 'loaded at the click, files in the cache',
  cold: 'loaded at the click, nothing in the cache',
};

/** Milliseconds from the click until the window is painted, and until the first free time can be chosen. */
const timesSchema = z.object({ shown: z.number(), usable: z.number() });
type Times = z.infer<typeof timesSchema>;

/** Nothing is ever idle: the frame is made at the click, by the product's own code. */
const NEVER_IDLE = 'window.requestIdleCallback = () => 0;';

/** In every frame: when its window and its first free time were painted, by the clock that all frames share. */
const WATCH = `
  window.__painted = {};
  const note = (name, selector) => {
    if (window.__painted[name] || !document.querySelector(selector)) return;
    window.__painted[name] = -1;
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => { window.__painted[name] = performance.timeOrigin + performance.now(); };
      after.port2.postMessage(0);
    });
  };
  new MutationObserver(() => { note('shown', '#app main'); note('usable', '[data-testid="best-slot-0"]'); })
    .observe(document, { childList: true, subtree: true });
`;

export async function frame(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-frame-'));
  const [worker = 0, amocrm = 0, archimed = 0] = await freePorts(3);
  const stack = await startStack({
    ports: { worker, amocrm, archimed },
    stateDir: join(folder, 'state'),
    outDir: join(folder, 'dist'),
  });
  try {
    await connectDemoClinic(stack);
    const browser = await launch();
    const all = await measure(browser, stack);
    await browser.close();
    return print(all);
  } finally {
    await stack.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(browser: Browser, stack: Stack): Promise<Record<Case, Times[]>> {
  const all: Record<Case, Times[]> = { warm: [], cached: [], cold: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const of of CASES) {
      const seen = await once(browser, stack, of);
      // The first round fills the Worker's own caches.
      if (round > 0) all[of].push(seen);
    }
  }
  return all;
}

async function once(browser: Browser, stack: Stack, of: Case): Promise<Times> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'ru-RU' });
  const page = await context.newPage();
  const url = `${stack.amocrmUrl}/leads/detail/${demoCrm.firstLead}`;
  if (of === 'cached') await fillCache(page, url);
  await context.addInitScript(WATCH);
  if (of !== 'warm') await context.addInitScript(NEVER_IDLE);
  await page.goto(url);
  await page.getByTestId('panel-book').waitFor();
  if (of === 'warm') await page.locator('iframe[src*="/booking/"]').waitFor({ state: 'attached' });
  // The card comes to rest, as it has long before anybody presses.
  await page.waitForTimeout(1_500);
  const seen = await press(page);
  await context.close();
  return seen;
}

async function fillCache(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByTestId('panel-book').click();
  await page.frameLocator('iframe[src*="/booking/"]').getByTestId('best-slot-0').waitFor();
}

async function press(page: Page): Promise<Times> {
  const clickedAt = await page.getByTestId('panel-book').evaluate((button: HTMLElement) => {
    const now = performance.timeOrigin + performance.now();
    button.click();
    return now;
  });
  await page.frameLocator('iframe[src*="/booking/"]').getByTestId('best-slot-0').waitFor();
  const inner = page.frames().find((one) => one.url().includes('/booking/'));
  if (!inner) throw new Error('there is no booking window');
  await inner.waitForFunction('window.__painted.usable > 0');
  const at = timesSchema.parse(await inner.evaluate('window.__painted'));
  return { shown: at.shown - clickedAt, usable: at.usable - clickedAt };
}

function print(all: Record<Case, Times[]>): boolean {
  const of = (which: Case, what: keyof Times) => median(all[which].map((seen) => seen[what]));
  const ratio = (which: Case, what: keyof Times) =>
    median(all.warm.map((warm, round) => warm[what] / (all[which][round]?.[what] ?? Number.NaN)));
  console.log(
    table(
      ['booking window', 'shown ms', 'warm is', 'usable ms', 'warm is'],
      CASES.map((which) => [
        TITLES[which],
        of(which, 'shown').toFixed(0),
        which === 'warm' ? '' : times(ratio(which, 'shown')),
        of(which, 'usable').toFixed(0),
        which === 'warm' ? '' : times(ratio(which, 'usable')),
      ]),
    ),
  );
  return ratio('cold', 'shown') <= GOAL;
}
