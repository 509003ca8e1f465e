import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { build } from 'vite';
import { CHROMIUM_ARGS, ensureChromium } from '../../scripts/chromium.ts';
import { median, table, times } from '../report.ts';
import type { Drawing } from './measured.ts';

/** How long a day of 40 doctors takes to be seen, ours against a peer's resource view, on a slowed processor. */
const ROUNDS = 9;
const SLOWED = 4;
const GOAL = 0.5;
const VIEWPORT = { width: 1440, height: 900 };

const sides = [
  { name: 'ours', script: 'ours', hash: '' },
  { name: 'event-calendar', script: 'peer', hash: '' },
  { name: 'event-calendar, visits only', script: 'peer', hash: '#visits' },
] as const;

export async function grid(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-grid-'));
  for (const script of ['ours', 'peer']) await bundle(script, folder);
  const server = createServer(async (request, response) => {
    const name = (request.url ?? '/').slice(1);
    const [script = ''] = name.split('.');
    if (!['ours', 'peer'].includes(script)) {
      response.writeHead(404).end();
      return;
    }
    const [type, body] = name.endsWith('.html')
      ? ['text/html', page(script)]
      : [name.endsWith('.css') ? 'text/css' : 'text/javascript', await readFile(join(folder, name))];
    response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8` }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_ARGS });
  const results = sides.map((): Drawing[] => []);
  try {
    // One round warms the browser up and is not counted.
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const [index, { script, hash }] of sides.entries()) {
        const drawing = await drawOnce(browser, `http://127.0.0.1:${port}/${script}.html${hash}`);
        if (round > 0) results[index]?.push(drawing);
      }
    }
  } finally {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return report(results);
}

async function drawOnce(browser: Browser, url: string): Promise<Drawing> {
  const context = await browser.newContext({ viewport: VIEWPORT, timezoneId: 'Europe/Moscow' });
  try {
    const opened = await context.newPage();
    await opened.goto(url);
    await opened.waitForFunction(() => window.draw !== undefined);
    const cdp = await context.newCDPSession(opened);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
    const drawing = await opened.evaluate(() => window.draw?.());
    if (drawing === undefined || drawing.elements < 300) throw new Error(`${url} drew nothing`);
    return drawing;
  } finally {
    await context.close();
  }
}

function report(results: readonly Drawing[][]): boolean {
  const medians = results.map((drawings) => ({
    script: median(drawings.map(({ scriptMs }) => scriptMs)),
    shown: median(drawings.map(({ shownMs }) => shownMs)),
    elements: drawings[0]?.elements ?? 0,
  }));
  const ours = medians[0]?.shown ?? Number.NaN;
  const ratios = medians.map(({ shown }) => ours / shown);
  console.log(
    table(
      ['', 'elements', 'script ms', 'shown ms', `ours of it (goal ${GOAL})`],
      sides.map(({ name }, index) => [
        name,
        String(medians[index]?.elements ?? ''),
        (medians[index]?.script ?? Number.NaN).toFixed(1),
        (medians[index]?.shown ?? Number.NaN).toFixed(1),
        index === 0 ? '' : times(ratios[index] ?? Number.NaN),
      ]),
    ),
  );
  return (ratios[1] ?? Number.NaN) <= GOAL;
}

async function bundle(script: string, folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir: folder,
      emptyOutDir: false,
      lib: {
        entry: join(import.meta.dirname, `${script}.ts`),
        formats: ['es'],
        fileName: script,
        cssFileName: script,
      },
    },
  });
}

function page(script: string): string {
  return `<!doctype html><html lang="ru"><head><meta charset="utf-8">
<link rel="stylesheet" href="/${script}.css">
<style>html,body,#place{height:100%;margin:0;display:flex;flex-direction:column;min-width:0}#place{width:1200px;height:800px}</style></head>
<body><script type="module" src="/${script}.js"></script></body></html>`;
}
