// Runs on whatever Node the machine has (20 or newer): installs the packages of the lock file when they are missing or
// older than it, then hands over to the Node that came with them. Plain JavaScript, no packages, no TypeScript.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'node_modules/.installed-from');
const node = join(root, 'node_modules/.bin/node');
const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

const [script, ...rest] = process.argv.slice(2);
if (!script) {
  console.error('Usage: node scripts/bootstrap.mjs SCRIPT [ARGUMENTS]');
  process.exit(2);
}

if (!existsSync(node) || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  console.log('Installing packages (npm ci); this happens once and takes about half a minute …');
  const install = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (install.status !== 0) {
    console.error('npm ci failed: the packages could not be installed.');
    process.exit(install.status ?? 1);
  }
  writeFileSync(stamp, lock);
}

// The doubles' pages are TypeScript that Node strips itself, which it still calls experimental.
const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, script), ...rest], {
  cwd: process.cwd(),
  stdio: 'inherit',
});
// Ctrl-C reaches the whole group by itself; a signal sent to this process alone is handed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => child.kill(signal));
}
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
