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
import type { Archive } from './archive.ts';
import { type CheckContext, checkArchive } from './check.ts';

const json = (value: unknown): Uint8Array => strToU8(JSON.stringify(value));
const { widget } = exampleManifest;
const manifest = (change: object): Uint8Array =>
  exampleArchive({ 'manifest.json': json({ ...exampleManifest, ...change }) });
const about = (change: object): Uint8Array => manifest({ widget: { ...widget, ...change } });

async function codes(zip: Uint8Array, context?: CheckContext): Promise<string[]> {
  const { findings } = await checkArchive('example', zip, context);
  return findings.map((finding) => `${finding.severity}:${finding.code}:${finding.file}`);
}

test('a good archive is taken without a word', async () => {
  expect(await codes(exampleArchive())).toEqual([]);
});

const animated = (): Uint8Array => {
  const still = png(84, 84);
  const frames = strToU8('acTL');
  return new Uint8Array([...still, ...frames]);
};
const nested = Object.fromEntries(
  Object.entries(exampleFiles()).map(([name, bytes]) => [`widget/${name}`, bytes]),
);
const { short_description: _, ...nameless } = widget;
const { settings: __, ...bare } = exampleManifest;
const without = (name: string): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(exampleFiles()).filter(([file]) => file !== name)));

test.each<[string, Uint8Array, string]>([
  ['no zip', strToU8('not a zip'), 'error:archive.zip:widget.zip'],
  ['a folder inside', zipSync(nested), 'error:archive.root:widget.zip'],
  ['no script', without('script.js'), 'error:file.missing:script.js'],
  ['no manifest', without('manifest.json'), 'error:file.missing:manifest.json'],
  ['no texts', without('i18n/en.json'), 'error:file.missing:i18n/en.json'],
  ['no logo', without('images/logo.png'), 'error:image.missing:images/logo.png'],
  ['CRLF', exampleArchive({ 'lib/a.js': strToU8('define([]);\r\n') }), 'error:file.crlf:lib/a.js'],
  [
    'a BOM',
    exampleArchive({ 'i18n/ru.json': new Uint8Array([0xef, 0xbb, 0xbf, ...json(exampleTexts)]) }),
    'error:file.bom:i18n/ru.json',
  ],
  [
    'not UTF-8',
    exampleArchive({ 'style.css': new Uint8Array([0xcf, 0xf0]) }),
    'error:file.encoding:style.css',
  ],
  ['no JSON', exampleArchive({ 'manifest.json': strToU8('{') }), 'error:file.json:manifest.json'],
  [
    'a stranger',
    exampleArchive({ 'images/logo.svg': strToU8('<svg/>') }),
    'error:image.type:images/logo.svg',
  ],
  [
    'a text as a picture',
    exampleArchive({ 'images/a.png': strToU8('x'.repeat(64)) }),
    'error:image.type:images/a.png',
  ],
  [
    'a wrong size',
    exampleArchive({ 'images/logo_min.png': png(84, 85) }),
    'error:image.size:images/logo_min.png',
  ],
  [
    'a heavy picture',
    exampleArchive({ 'images/a.png': new Uint8Array([...png(1, 1), ...new Uint8Array(310_000)]) }),
    'error:image.heavy:images/a.png',
  ],
  [
    'an animated one',
    exampleArchive({ 'images/logo_min.png': animated() }),
    'error:image.animated:images/logo_min.png',
  ],
  [
    'a source map',
    exampleArchive({ 'script.js.map': strToU8('{}') }),
    'warning:file.unexpected:script.js.map',
  ],
  ['a missing key', manifest({ widget: nameless }), 'error:manifest.key:manifest.json'],
  ['a bad version', about({ version: '1.0' }), 'error:manifest.key:manifest.json'],
  ['another interface', about({ interface_version: 1 }), 'error:manifest.key:manifest.json'],
  ['a foreign language', about({ locale: ['ru', 'de'] }), 'error:manifest.key:manifest.json'],
  ['no support', about({ support: {} }), 'error:manifest.support:manifest.json'],
  ['a showcase', about({ is_showcase: true }), 'error:manifest.showcase:manifest.json'],
  ['no settings', exampleArchive({ 'manifest.json': json(bare) }), 'error:manifest.settings:manifest.json'],
  [
    'a location',
    manifest({ locations: ['lcard', 'settings', 'advanced_settings'] }),
    'error:manifest.location:manifest.json',
  ],
  ['a location without its part', manifest({ advanced: undefined }), 'error:manifest.advanced:manifest.json'],
  ['dp without its part', manifest({ dp: { action_multiple: false } }), 'error:manifest.dp:manifest.json'],
  [
    'dp over http',
    manifest({
      locations: [...exampleManifest.locations, 'digital_pipeline'],
      dp: { action_multiple: false, webhook_url: 'http://hub.example.dev' },
    }),
    'error:manifest.dp_url:manifest.json',
  ],
  [
    'dp without a picture and a callback',
    manifest({
      locations: [...exampleManifest.locations, 'digital_pipeline'],
      dp: { action_multiple: false },
    }),
    'error:location.unused:script.js',
  ],
  [
    'a setting',
    manifest({ settings: { a: { name: 'widget.name', type: 'date' } } }),
    'error:manifest.setting_type:manifest.json',
  ],
  [
    'two custom ones',
    manifest({
      settings: { a: { name: 'widget.name', type: 'custom' }, b: { name: 'widget.name', type: 'custom' } },
    }),
    'error:manifest.custom:manifest.json',
  ],
  ['a tour', manifest({ tour: { is_tour: true } }), 'error:manifest.tour:manifest.json'],
  [
    'other keys',
    exampleArchive({ 'i18n/en.json': json({ widget: exampleTexts.widget }) }),
    'error:i18n.keys:i18n/en.json',
  ],
  ['no such text', about({ name: 'widget.title' }), 'error:i18n.missing:i18n/ru.json'],
  [
    'the brand',
    exampleArchive({
      'i18n/ru.json': json({ ...exampleTexts, widget: { ...exampleTexts.widget, name: 'Для amoCRM' } }),
    }),
    'error:i18n.brand:i18n/ru.json',
  ],
  [
    'a Russian link',
    exampleArchive({
      'i18n/en.json': json({
        ...exampleTexts,
        widget: { ...exampleTexts.widget, description: 'https://clinic.ru' },
      }),
    }),
    'warning:i18n.ru_link:i18n/en.json',
  ],
  [
    'a callback too many',
    manifest({ locations: ['lcard-1', 'advanced_settings'] }),
    'warning:callback.unused:script.js',
  ],
])('archive: %s', async (_name, zip, finding) => {
  expect(await codes(zip)).toContain(finding);
});

const many = 'window.setTimeout(function () { return null; }, 1); '.repeat(30);
const short = `define([], function () { ${Array.from({ length: 60 }, (_x, i) => `var ${'abcdef'[i % 6]} = ${i};`).join('\n')} });`;

test.each<[string, string, string]>([
  ['eval', `eval('1');`, 'error:source.eval'],
  ['new Function', `new Function('return 1')();`, 'error:source.new_function'],
  ['alert', `alert('!');`, 'error:source.dialog'],
  ['window.confirm', `window.confirm('?');`, 'error:source.dialog'],
  ['console.log', `console.log(1);`, 'error:source.console'],
  ['console.trace anywhere', `console.trace(1);`, 'error:source.console'],
  ['debugger', `debugger;`, 'error:source.debugger'],
  ['a script element', `document.createElement('script');`, 'error:source.script_element'],
  ['a script in markup', `$('body').append('<script src="/x.js">');`, 'error:source.script_element'],
  ['a remote module', `require(['https://cdn.example.dev/a.js']);`, 'error:source.remote'],
  ['a remote import', `import('https://cdn.example.dev/a.js');`, 'error:source.remote'],
  [
    'a remote style',
    `$('body').append('<link rel="stylesheet" href="//cdn.example.dev/a.css">');`,
    'error:source.remote',
  ],
  ['async: false', `$.ajax({ url: '/x', async: false });`, 'error:source.async_false'],
  ['window', `window.mine = 1;`, 'error:source.global'],
  ['APP', `APP.data.current_card = null;`, 'error:source.global'],
  ['assign to APP', `Object.assign(AMOCRM, { mine: 1 });`, 'error:source.global'],
  ['an undeclared variable', `mine = 1;`, 'error:source.undeclared'],
  ['an unknown name', `mine();`, 'warning:source.undeclared'],
  [
    'a request in a loop',
    `for (var i = 0; i < 3; i += 1) self.crm_post('https://a', {});`,
    'error:source.request_in_loop',
  ],
  [
    'a request for each',
    `[1].forEach(function (id) { fetch('/api/v4/leads/' + id); });`,
    'error:source.request_in_loop',
  ],
  [
    'a token for each',
    `$.each([1], function () { self.$authorizedAjax({ url: 'https://a' }); });`,
    'error:source.request_in_loop',
  ],
  ['a long line', many, 'error:source.minified'],
  ['short names', short, 'error:source.minified'],
  ['obfuscated', `var _0x1a2b3c = 1;`, 'error:source.obfuscated'],
  ['commented code', `// var old = compute(1);`, 'warning:source.commented_code'],
  ['a leftover', `// TODO: finish`, 'warning:source.leftover'],
  ['no JavaScript', `define([`, 'error:source.syntax'],
])('source: %s', async (_name, code, finding) => {
  expect(await codes(exampleArchive({ 'lib/bad.js': strToU8(code) }))).toContain(`${finding}:lib/bad.js`);
});

test.each([
  `console.debug(1);`,
  `try { run(); } catch (error) { console.trace(error); } function run() {}`,
  `$.ajax({ url: '/x' }).fail(function (error) { console.trace(error); });`,
  `function confirm() {} confirm();`,
  `$.ajax({ url: '/api/v4/leads' });`,
  `[1].forEach(function (id) { fetch('https://hub.example.dev/' + id); });`,
  `var frame = document.createElement('iframe'); frame.src = 'https://hub.example.dev';`,
  `window.location.href = '/leads/';`,
  `if (typeof mine === 'undefined') { Object.assign({}, APP); }`,
  `// The card is read again: amoCRM calls render more than once.`,
  `class Own { #x = 1; get y() { return this.#x; } } label: for (const { a = 1, ...b } of [new Own()]) { console.debug(a, b); break label; }`,
])('readable code passes: %s', async (code) => {
  expect(await codes(exampleArchive({ 'lib/good.js': strToU8(code) }))).toEqual([]);
});

test.each<[string, string[]]>([
  ['.example-body .row { color: red; }', []],
  [
    'html[data-color-scheme="dark"] .example-body { color: var(--palette-text-primary); --example-gap: 4px; }',
    [],
  ],
  ['@media (max-width: 600px) { .example-body, #example a { color: red; } }', []],
  ['@keyframes example { from { opacity: 0; } }', []],
  ['.card-widgets__widget-example .card-widgets__widget__body { padding: 0; }', []],
  ['body { margin: 0; }', ['error:style.element:style.css']],
  ['.example-body { a: b; } div .example-body { color: red; }', ['error:style.element:style.css']],
  ['.modal-body { color: red; }', ['error:style.foreign_class:style.css']],
  ['.example-body { --palette-text-primary: red; }', ['error:style.palette:style.css']],
  ['.example-body { --gap: 4px; }', ['warning:style.variable:style.css']],
  ['.example-body { background: url(https://cdn.example.dev/a.png); }', ['error:source.remote:style.css']],
  ['@import "//cdn.example.dev/a.css";', ['error:source.remote:style.css']],
])('style: %s', async (css, expected) => {
  expect(await codes(exampleArchive({ 'style.css': strToU8(css) }))).toEqual(expected);
});

test('a private integration is told instead of refused', async () => {
  const zip = exampleArchive({ 'lib/bad.js': strToU8(`require(['https://cdn.example.dev/a.js']);`) });
  expect(await codes(zip, { kind: 'private', known: [] })).toEqual(['warning:source.remote:lib/bad.js']);
});

test('a finding names its line', async () => {
  const { findings } = await checkArchive(
    'example',
    exampleArchive({ 'lib/a.js': strToU8('\n\neval(1);\n') }),
  );
  expect(findings).toMatchObject([
    { code: 'source.eval', file: 'lib/a.js', line: 3, text: 'eval недопустим.' },
  ]);
});

test('another name, another code, the same version again', async () => {
  const first = await checkArchive('example', exampleArchive());
  const known: Archive[] = first.ok ? [first.archive] : [];
  const kind = 'public';
  expect(await codes(exampleArchive(), { kind, known, fileName: 'my.zip' })).toEqual([
    'error:archive.name:my.zip',
  ]);
  expect(await codes(exampleArchive(), { kind, known })).toEqual([]);
  const twin = await checkArchive('twin', exampleArchive(), { kind, known });
  expect(twin.findings).toMatchObject([{ code: 'archive.duplicate' }]);
  const changed = exampleArchive({ 'lib/more.js': strToU8('define([], function () { return 1; });\n') });
  expect(await codes(changed, { kind, known })).toEqual(['warning:manifest.version:manifest.json']);
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
    warnings: [],
  });
  const script = await fetch(`${kit.sandbox.url}/widgets/archimed_plus/script.js?v=1.0.3`);
  expect(script.headers.get('content-type')).toContain('text/javascript');
  expect((await fetch(`${kit.sandbox.url}/widgets/archimed_plus/lib/label`)).status).toBe(200);
});
