import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { z } from 'zod';
import { launch, openPage } from '../../e2e/support/browser.ts';
import { apiWith } from '../../sandbox/demo/connect.ts';
import { median, percentile, table, times } from '../report.ts';
import { type OldAccount, oldAccount } from './account.ts';
import { type Pair, questions, timeInPage } from './requests.ts';

/**
 * The history of an account with half a million events, asked for in Chromium (README.md): each question costs at most
 * five times as much as a request to the same object that finds nothing.
 */
const GOAL = 5;
const ROUNDS = 30;
const EVENTS = 500_000;
const OLDER = 10_000;
const LINKS = 20_000;
const DAYS_KEPT = 30;
const DAY_MS = 24 * 3600_000;

export async function history(options: readonly string[]): Promise<boolean> {
  const events = Number(options[options.indexOf('--events') + 1]) || EVENTS;
  const folder = mkdtempSync(join(tmpdir(), 'bench-history-'));
  console.log('Building, connecting a clinic, giving it a past: about two minutes …');
  const account = await oldAccount(folder, { events, older: OLDER, links: LINKS });
  const browser = await launch();
  try {
    const { filled, secondsToFill } = account;
    console.log(
      `${filled.events} events, ${filled.attempts} attempts, ${filled.links} links, written in ${secondsToFill.toFixed(0)} s.\n`,
    );
    const rows: string[][] = [];
    // At once: the object has begun to erase what is older than thirty days, a portion a second.
    const sweeping = await measure(browser, account, [
      { name: 'first page while old ones are erased', path: '/api/events' },
    ]);
    const swept = await untilSwept(account);
    const quiet = await measure(browser, account, questions(account, await nextCursor(account)));
    for (const { name, pairs } of [...quiet, ...sweeping]) rows.push(row(name, pairs));
    console.log(table(['', 'ms', 'p95 ms', 'empty ms', `of it (goal ${GOAL})`], rows));
    console.log(`\n${OLDER} events older than ${DAYS_KEPT} days: gone ${swept.toFixed(0)} s later.`);
    console.log(await untilShown(browser, account));
    return [...quiet, ...sweeping].every(({ pairs }) => ratio(pairs) <= GOAL);
  } finally {
    await browser.close();
    await account.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Measured = { name: string; pairs: Pair[] };

async function measure(
  browser: Browser,
  { product, token }: OldAccount,
  asked: ReturnType<typeof questions>,
): Promise<Measured[]> {
  const { page, close } = await openPage(browser, `${product.url}/settings/`);
  const measured: Measured[] = [];
  for (const { name, path } of asked) {
    measured.push({ name, pairs: await timeInPage(page, token, path, ROUNDS) });
  }
  await close();
  return measured;
}

const pageSchema = z.object({ events: z.array(z.object({ at: z.string() })), next: z.string().nullable() });

async function nextCursor({ product, token }: OldAccount): Promise<string> {
  const { next } = await apiWith(product.url, token).call('GET', '/api/events', pageSchema);
  return next ?? '1';
}

async function untilSwept({ product, token }: OldAccount): Promise<number> {
  const api = apiWith(product.url, token);
  const startedAt = performance.now();
  for (let looks = 0; looks < 300; looks += 1) {
    const { events } = await api.call('GET', '/api/events?order=oldest', pageSchema);
    if (Date.parse(events[0]?.at ?? '') > Date.now() - DAYS_KEPT * DAY_MS) {
      return (performance.now() - startedAt) / 1000;
    }
    await sleep(1_000);
  }
  throw new Error('events older than thirty days are still there after five minutes');
}

/** From the address in a tab of its own until the newest events stand there, code and sign-in included. */
async function untilShown(browser: Browser, { product, token }: OldAccount): Promise<string> {
  const api = apiWith(product.url, token);
  const shown: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const { url } = await api.call('POST', '/api/session/handoff', z.object({ url: z.string() }));
    const startedAt = performance.now();
    const { page, close } = await openPage(browser, `${url}&at=history`);
    await page.locator('[data-testid=events] [data-testid^=event-]').first().waitFor();
    shown.push(performance.now() - startedAt);
    await close();
  }
  return `«История запросов» from an empty tab to its first events: ${median(shown).toFixed(0)} ms.`;
}

function ratio(pairs: readonly Pair[]): number {
  return median(pairs.map(({ asked, empty }) => asked / empty));
}

function row(name: string, pairs: readonly Pair[]): string[] {
  const asked = pairs.map((pair) => pair.asked);
  return [
    name,
    median(asked).toFixed(1),
    percentile(asked, 0.95).toFixed(1),
    median(pairs.map((pair) => pair.empty)).toFixed(1),
    times(ratio(pairs)),
  ];
}
