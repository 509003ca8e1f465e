import { expect, test } from 'vitest';
import { version } from './version.ts';

test('is the version of the package', async () => {
  // Beyond this TypeScript project, therefore not a literal specifier.
  const path = '../../package.json';
  const manifest: { version: string } = await import(/* @vite-ignore */ path);
  expect(version).toBe(manifest.version);
});
