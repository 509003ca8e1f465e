import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildArchive } from './build-archive.ts';

const outDir = mkdtempSync(join(tmpdir(), 'archive-'));
const read = (path: string): string => readFileSync(join(outDir, path), 'utf8');

beforeAll(async () => {
  const root = join(import.meta.dirname, '..');
  await buildArchive({ root, publicUrl: 'https://hub.example.dev', version: '1.2.3', outDir });
}, 60_000);
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

test('the code stays readable, small and without what moderation refuses', () => {
  const code = read('script.js');
  expect(gzipSync(code).length).toBeLessThan(60 * 1024);
  expect(code.split('\n').length).toBeGreaterThan(1000);
  expect(code).not.toMatch(
    /\beval\(|\balert\(|\bconfirm\(|console\.|createElement\(["']script|document\.head/,
  );
  expect(code).toContain('https://hub.example.dev');
  expect(code).not.toContain('localhost');
});

test('the manifest names what is there', () => {
  const manifest = JSON.parse(read('manifest.json'));
  expect(manifest.widget.version).toBe('1.2.3');
  expect(manifest.locations).toEqual(['lcard-1', 'settings', 'advanced_settings', 'digital_pipeline']);
  expect(manifest.dp.webhook_url).toBe('https://hub.example.dev/hooks/amocrm/digital-pipeline');
  expect(readdirSync(join(outDir, 'i18n')).sort()).toEqual(
    manifest.widget.locale.map((locale: string) => `${locale}.json`).sort(),
  );
  const [ru, en] = ['ru', 'en'].map((locale) => JSON.parse(read(`i18n/${locale}.json`)));
  expect(keysOf(en)).toEqual(keysOf(ru));
  expect(ru.widget.name).not.toMatch(/amocrm/i);
});

test.each([
  ['logo.png', 130, 100],
  ['logo_small.png', 108, 108],
  ['logo_medium.png', 240, 84],
  ['logo_min.png', 84, 84],
  ['logo_main.png', 400, 272],
  ['logo_dp.png', 174, 109],
  ['tour_1_ru.png', 1188, 616],
  ['tour_1_en.png', 1188, 616],
])('%s is %i × %i and at most 300 KB', (name, width, height) => {
  const image = readFileSync(join(outDir, 'images', name));
  // The size stands in the first chunk of every PNG.
  expect([image.readUInt32BE(16), image.readUInt32BE(20)]).toEqual([width, height]);
  expect(image.length).toBeLessThan(300 * 1024);
});

function keysOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => keysOf(inner, `${path}.${key}`));
}
