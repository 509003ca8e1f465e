import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

/**
 * A Chromium of the machine, else Debian's package, else Playwright's download. First the one without windows: it spares
 * tests a quarter of the machine's time.
 */
const PLACES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

export function findChromium(): string | null {
  return [...PLACES, chromium.executablePath()].find((place) => place && existsSync(place)) ?? null;
}

export function ensureChromium(): string {
  const present = findChromium();
  if (present) {
    return present;
  }
  if (existsSync('/usr/bin/apt-get')) {
    const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
    console.log(
      "No Chromium found: installing Debian's package (apt-get install chromium-headless-shell), about a minute …",
    );
    run([...sudo, 'apt-get', 'update', '-qq']);
    // The first of them that this release has.
    for (const name of ['chromium-headless-shell', 'chromium']) {
      if (findChromium() === null) {
        run([...sudo, 'apt-get', 'install', '-y', '-qq', '--no-install-recommends', name]);
      }
    }
  }
  const packaged = findChromium();
  if (packaged) {
    return packaged;
  }
  console.log("Debian's package could not be installed: downloading Playwright's Chromium …");
  run([process.execPath, 'node_modules/playwright-core/cli.js', 'install', '--with-deps', 'chromium']);
  const downloaded = findChromium();
  if (!downloaded) {
    console.error('No Chromium could be installed. Install one and name it in CHROMIUM_PATH.');
    process.exit(1);
  }
  return downloaded;
}

function run([command = '', ...rest]: string[]): void {
  spawnSync(command, rest, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

/** Needed as root and in containers; a test browser sees only pages on this machine. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];
