import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packed, readdressed, readFolder } from './archive-files.ts';
import { buildArchive } from './build-archive.ts';

const outDir = mkdtempSync(join(tmpdir(), 'archive-'));
const read = (path: string): string => readFileSync(join(outDir, path), 'utf8');

const build = (publicUrl: string, into: string) =>
  buildArchive({ root: join(import.meta.dirname, '..'), publicUrl, version: '1.2.3', outDir: into });

beforeAll(() => build('https://hub.example.dev', outDir), 60_000);
afterAll(() => rmSync(outDir, { recursive: true, force: true }));

test('script.js is one AMD module that gives a constructor with the callbacks of the SDK', () => {
  const modules: { dependencies: string[]; factory: (...values: unknown[]) => unknown }[] = [];
  const define = (dependencies: string[], factory: (...values: unknown[]) => unknown) =>
    modules.push({ dependencies, factory });
  new Function('define', read('script.js'))(define);
  expect(modules).toHaveLength(1);
  expect(modules[0]?.dependencies).toEqual(['jquery']);
  const Widget = modules[0]?.factory(() => ({ on: () => undefined, off: () => undefined }));
  expect(typeof Widget).toBe('function');
  const made = Reflect.construct(Widget as new () => { callbacks: Record<string, unknown> }, []);
  for (const name of [
    'render',
    'init',
    'bind_actions',
    'settings',
    'onSave',
    'destroy',
    'advancedSettings',
    'dpSettings',
  ]) {
    expect(typeof made.callbacks[name], name).toBe('function');
  }
  expect(made.callbacks.onSave instanceof Function && made.callbacks.onSave()).toBe(true);
});

test('the address of the Worker is the one it was built for', () => {
  expect(read('script.js')).toContain('https://hub.example.dev');
  expect(read('script.js')).not.toContain('localhost');
});

test('told another address it is, byte for byte, what is built for that address', async () => {
  const other = join(outDir, 'other');
  mkdirSync(other);
  const here = readFolder(outDir);
  await build('http://localhost:8787', other);
  const readdressedHere = readdressed(here, 'https://hub.example.dev', 'http://localhost:8787');
  expect(Buffer.compare(packed(readdressedHere), packed(readFolder(other)))).toBe(0);
}, 60_000);
