import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { checkFirstView, firstViewBytes } from './first-view.ts';

const folder = mkdtempSync(join(tmpdir(), 'first-view-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what the HTML names is counted, what is loaded later is not; too much is refused', () => {
  const html =
    '<script src="/widget/a.js"></script><link href="/widget/a.css"><a href="https://x/widget/no.js">';
  const script = Array.from({ length: 500 }, (_, n) => `f${n * 7919}()`).join(';');
  for (const name of ['widget', 'settings']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'settings/index.html'), html);
  writeFileSync(join(folder, 'widget/a.js'), script);
  writeFileSync(join(folder, 'widget/a.css'), 'a{}');
  writeFileSync(join(folder, 'widget/later.js'), script);
  const bytes = firstViewBytes(folder, 'settings');
  expect(bytes).toBe([html, script, 'a{}'].reduce((sum, text) => sum + gzipSync(text).length, 0));
  expect(checkFirstView(folder, { settings: bytes })).toHaveLength(1);
  expect(() => checkFirstView(folder, { settings: bytes - 1 })).toThrow(/first view of settings/);
});
