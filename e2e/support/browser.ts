import { type Browser, type BrowserContext, chromium, type FrameLocator, type Page } from 'playwright-core';
import { CHROMIUM_ARGS, ensureChromium } from '../../scripts/chromium.ts';

/** A real Chromium. What a page complains about in its console is collected: a test looks at it at its end. */
export type Watched = { page: Page; complaints: string[]; close(): Promise<void> };

export async function launch(): Promise<Browser> {
  // Without a language Chromium gives files no Russian names.
  const env = { ...process.env, LANG: 'C.UTF-8' };
  return chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_ARGS, env });
}

export async function openPage(
  browser: Browser,
  url: string,
  size = { width: 1440, height: 900 },
  locale = 'ru-RU',
  cookie: { name: string; value: string } | null = null,
): Promise<Watched> {
  const context: BrowserContext = await browser.newContext({
    viewport: size,
    locale,
    timezoneId: 'Europe/Moscow',
  });
  if (cookie !== null) await context.addCookies([{ ...cookie, url: new URL(url).origin }]);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // A refused request is logged by the browser itself; the tests look at the answers.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(message.text());
    }
  });
  page.setDefaultTimeout(60_000);
  await page.goto(url);
  return { page, complaints, close: () => context.close() };
}

/** The booking window: a page of the Worker in a frame. */
export function bookingFrame(page: Page): FrameLocator {
  return page.frameLocator('iframe[src*="/booking/"]');
}

/** Clicks counted as a person would: pointer presses on the page and in its frames. */
export async function countClicks(page: Page): Promise<() => Promise<number>> {
  let count = 0;
  await page.exposeFunction('__clicked', () => {
    count += 1;
  });
  // Once in each frame: one that loads just now gets both the script and the evaluation.
  const listen =
    "if (!window.__counting) { window.__counting = true; addEventListener('pointerdown', () => window.__clicked?.(), true); }";
  await page.addInitScript(listen);
  for (const frame of page.frames()) {
    // One that goes to another page just now loads the script there.
    await frame.evaluate(listen).catch(() => null);
  }
  return async () => count;
}
