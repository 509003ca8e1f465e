import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import {
  exampleArchive,
  exampleFiles,
  exampleManifest,
  exampleTexts,
  png,
} from '../testing/example-archive.ts';
import { at, startKit } from '../testing/fixture.ts';
import { checkArchive } from './check.ts';

const json = (value: unknown): Uint8Array => strToU8(JSON.stringify(value));

function reasons(zip: Uint8Array): string[] {
  const result = checkArchive('example', zip);
  return result.ok ? [] : result.reasons;
}

test('a good archive is taken', () => {
  expect(reasons(exampleArchive())).toEqual([]);
});

test('each fault is named', () => {
  const nested = Object.fromEntries(
    Object.entries(exampleFiles()).map(([name, bytes]) => [`widget/${name}`, bytes]),
  );
  const { short_description: _, ...widget } = exampleManifest.widget;
  const table: [Uint8Array, RegExp][] = [
    [strToU8('not a zip'), /not a zip/],
    [zipSync(nested), /not at the root/],
    [exampleArchive({ 'script.js': strToU8('define([]);\r\n') }), /script.js: CRLF/],
    [
      exampleArchive({ 'i18n/ru.json': new Uint8Array([0xef, 0xbb, 0xbf, ...json(exampleTexts)]) }),
      /i18n\/ru.json: starts with a BOM/,
    ],
    [exampleArchive({ 'manifest.json': json({ ...exampleManifest, widget }) }), /widget\.short_description/],
    [
      exampleArchive({ 'manifest.json': json({ ...exampleManifest, locations: ['lcard'] }) }),
      /unknown location "lcard"/,
    ],
    [
      exampleArchive({ 'manifest.json': json({ ...exampleManifest, advanced: undefined }) }),
      /advanced_settings without/,
    ],
    [exampleArchive({ 'i18n/en.json': json({ widget: exampleTexts.widget }) }), /i18n\/en.json: keys differ/],
    [
      exampleArchive({
        'i18n/ru.json': json({ ...exampleTexts, widget: { ...exampleTexts.widget, name: 'Для amoCRM' } }),
      }),
      /"amoCRM" in the name/,
    ],
    [exampleArchive({ 'images/logo_min.png': png(84, 85) }), /logo_min.png: 84×85 instead of 84×84/],
    [exampleArchive({ 'images/logo_main.png': strToU8('x'.repeat(64)) }), /logo_main.png: not a PNG/],
  ];
  for (const [zip, reason] of table) expect(reasons(zip).join('\n')).toMatch(reason);
});

test('an uploaded archive is served, a refused one is not', async () => {
  await using kit = await startKit();
  const upload = (body: Uint8Array<ArrayBuffer>) =>
    fetch(`${kit.sandbox.url}/_sandbox/widget`, { method: 'POST', body });
  const refused = await upload(exampleArchive({ 'images/logo.png': png(1, 1) }));
  expect(refused.status).toBe(422);
  expect(at(await refused.json(), 'details', 0)).toContain('logo.png');
  expect((await fetch(`${kit.sandbox.url}/widgets/archimed_plus/script.js`)).status).toBe(404);
  expect(await (await upload(exampleArchive())).json()).toMatchObject({
    code: 'archimed_plus',
    version: '1.0.3',
  });
  const script = await fetch(`${kit.sandbox.url}/widgets/archimed_plus/script.js?v=1.0.3`);
  expect(script.headers.get('content-type')).toContain('text/javascript');
  expect((await fetch(`${kit.sandbox.url}/widgets/archimed_plus/lib/label`)).status).toBe(200);
});
