import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readFolder } from '../archive-files.ts';
import { buildArchive } from '../build-archive.ts';
import { type Archive, textOf } from './archive.ts';
import { checkArchive } from './check.ts';

/** The real archive passes; each of these changes makes one that amoCRM or its moderators would send back. */
const expected = { publicUrl: 'https://hub.example.dev', version: '1.2.3' };
let real: Archive;

beforeAll(async () => {
  const outDir = mkdtempSync(join(tmpdir(), 'archive-check-'));
  await buildArchive({ root: join(import.meta.dirname, '../..'), outDir, ...expected });
  real = readFolder(outDir);
  rmSync(outDir, { recursive: true, force: true });
}, 60_000);

test('the archive that we build breaks no rule', () => {
  expect(checkArchive(real, expected)).toEqual([]);
});

type Change = (files: Map<string, Uint8Array>) => void;

const write =
  (file: string, content: string | Uint8Array): Change =>
  (files) => {
    files.set(file, typeof content === 'string' ? new TextEncoder().encode(content) : content);
  };
const edit =
  (file: string, change: (text: string) => string): Change =>
  (files) => {
    const before = textOf(files, file) ?? '';
    const after = change(before);
    expect(after, 'the change must find its place').not.toBe(before);
    write(file, after)(files);
  };
const drop =
  (file: string): Change =>
  (files) =>
    expect(files.delete(file)).toBe(true);
const json = (file: string, change: (value: Record<string, Record<string, unknown>>) => void): Change =>
  edit(file, (text) => {
    const value = JSON.parse(text);
    change(value);
    return JSON.stringify(value, null, 2);
  });
const manifest = (change: (value: Record<string, Record<string, unknown>>) => void): Change =>
  json('manifest.json', change);
/** Inside the module, so that nothing of it is a global by accident. */
const code = (line: string): Change =>
  edit('script.js', (text) => text.replace(/^(define\(.*\n)/, `$1${line}\n`));
const picture =
  (file: string, change: (bytes: Buffer) => Uint8Array): Change =>
  (files) => {
    files.set(file, change(Buffer.from(files.get(file) ?? [])));
  };
const withLocation = (location: string): Change =>
  manifest((value) => {
    Object.assign(value, { locations: ['lcard-1', 'settings', 'advanced_settings', location] });
  });
const chunk = (name: string): Buffer => Buffer.concat([Buffer.alloc(4), Buffer.from(name), Buffer.alloc(4)]);

describe.each<[rule: string, text: RegExp, change: Change]>([
  ['package.missing', /not at the root/, drop('script.js')],
  ['package.leftover', /knows no such file/, write('src/panel.tsx', 'export {}')],
  ['package.encoding', /byte order mark/, edit('i18n/ru.json', (text) => `\uFEFF${text}`)],
  ['package.encoding', /CR LF/, edit('i18n/ru.json', (text) => text.replaceAll('\n', '\r\n'))],
  ['manifest.fields', /short_description/, manifest(({ widget }) => delete widget?.short_description)],
  ['manifest.fields', /installation/, manifest(({ widget }) => delete widget?.installation)],
  [
    'manifest.fields',
    /widget\.locale/,
    manifest(({ widget }) => Object.assign(widget ?? {}, { locale: 'ru' })),
  ],
  [
    'manifest.fields',
    /link or an email/,
    manifest(({ widget }) => Object.assign(widget ?? {}, { support: {} })),
  ],
  [
    'manifest.version',
    /1\.2\.2/,
    manifest(({ widget }) => Object.assign(widget ?? {}, { version: '1.2.2' })),
  ],
  ['manifest.locations', /digital_pipeline and the part «dp»/, manifest((value) => delete value.dp)],
  ['manifest.locations', /twice/, withLocation('lcard-1')],
  ['sdk.locations', /loadPreloadedData is missing/, withLocation('card_sdk')],
  ['sdk.locations', /nothing is known/, withLocation('lcard-2')],
  [
    'sdk.locations',
    /advancedSettings is there/,
    manifest((value) => Object.assign(value, { locations: ['lcard-1', 'settings'] })),
  ],
  [
    'sdk.callbacks',
    /destroy is missing/,
    edit('script.js', (text) => text.replace(/\bdestroy: \(/, 'destroyed: (')),
  ],
  [
    'sdk.settings',
    /never looks at the setting «colour»/,
    manifest(({ settings }) =>
      Object.assign(settings ?? {}, { colour: { name: 'settings.consent', type: 'text', required: false } }),
    ),
  ],
  ['sdk.define', /second define/, code('define([], function () {});')],
  ['sdk.define', /no AMD module/, edit('script.js', (text) => text.replace(/^define\(/, 'made('))],
  [
    'consent',
    /required setting/,
    manifest(({ settings }) => Object.assign(settings?.consent ?? {}, { required: false })),
  ],
  ['i18n.files', /texts are not there/, drop('i18n/en.json')],
  ['i18n.files', /does not list/, write('i18n/es.json', '{}')],
  ['i18n.keys', /widget\.description/, json('i18n/en.json', ({ widget }) => delete widget?.description)],
  [
    'name',
    /amoCRM/,
    json('i18n/ru.json', ({ widget }) => Object.assign(widget ?? {}, { name: 'ArchiMed+ для amoCRM' })),
  ],
  ['images.missing', /not there/, drop('images/logo_min.png')],
  ['images.unused', /uses this picture/, write('images/photo.png', new Uint8Array(40))],
  ['images.type', /no PNG/, write('images/logo.png', 'GIF89a')],
  [
    'images.size',
    /131 × 100 instead of 130/,
    picture('images/logo.png', (bytes) => {
      bytes.writeUInt32BE(131, 16);
      return bytes;
    }),
  ],
  [
    'images.weight',
    /at most 307200/,
    picture('images/logo.png', (bytes) => Buffer.concat([bytes, Buffer.alloc(310_000)])),
  ],
  [
    'images.animated',
    /moves/,
    picture('images/logo.png', (bytes) =>
      Buffer.concat([bytes.subarray(0, 33), chunk('acTL'), bytes.subarray(33)]),
    ),
  ],
  ['code.syntax', /cannot be read/, code('if (')],
  [
    'code.minified',
    /more than 400 characters/,
    code(
      `const sums = ${Array.from({ length: 200 }, (_, at) => `sum(${at})`).join('+')}; function sum(value) { return value; }`,
    ),
  ],
  ['code.minified', /one or two letters/, code(shortNames())],
  ['code.comments', /0 comments/, edit('script.js', withoutComments)],
  ['code.leftover', /holds code/, code('// const panel = mountPanel(column, options);')],
  ['code.leftover', /source map/, code('//# sourceMappingURL=script.js.map')],
  ['code.eval', /eval\(\)/, code('window.eval("1");')],
  ['code.eval', /Function\(\)/, code('const make = new Function("return 1"); make();')],
  ['code.eval', /runs a text/, code('setTimeout("run()", 1);')],
  ['code.dialogs', /alert\(\)/, code('alert("saved");')],
  ['code.dialogs', /confirm\(\)/, code('if (window.confirm("sure")) document.title;')],
  ['code.console', /console\.log/, code('console.log("here");')],
  ['code.console', /console\.trace/, code('console.trace("outside of catch");')],
  ['code.script', /<script>/, code('const made = document.createElement("script"); made.id = "a";')],
  ['code.script', /getScript/, code('$.getScript("./lib.js");')],
  [
    'code.remote',
    /foreign address: https:\/\/cdn\.example/,
    code('fetch("https://cdn.example.org/lib.js");'),
  ],
  [
    'code.remote',
    /foreign address: \/\/cdn\.example\.org/,
    code('const lib = "//cdn.example.org/lib.js"; fetch(lib);'),
  ],
  [
    'code.remote',
    /neither amoCRM's module/,
    edit('script.js', (text) => text.replace("['jquery']", "['https://cdn.example.org/x.js']")),
  ],
  ['code.remote', /while the page runs/, code('import("./lib.js");')],
  ['code.undeclared', /leftover is declared nowhere/, code('leftover = 1;')],
  [
    'code.undeclared',
    /counter is declared nowhere/,
    code('function inner() { if (true) { let counter = 1; counter; } return counter; } inner();'),
  ],
  ['code.own-global', /window\.archimedPanel/, code('window.archimedPanel = {};')],
  ['code.own-global', /Array\.prototype/, code('Array.prototype.last = function () { return this[0]; };')],
  ['code.app', /APP\.data\.current_card/, code('window.APP.data.current_card = null;')],
  ['code.app', /APP belongs/, code('Object.assign(APP, { ours: 1 });')],
  ['code.app', /old name/, code('const card = AMOCRM.data; card;')],
  ['code.async', /async: false/, code('$.ajax({ url: "/api/v4/account", async: false });')],
  ['code.loops', /in a loop/, code('for (const id of [1, 2]) this.$authorizedAjax({ id });')],
  ['code.loops', /in a loop/, code('[1, 2].forEach((id) => this.crm_post(id));')],
  ['style.global', /belongs to the page/, code('document.head.append("x");')],
  ['style.global', /outside a shadow root/, code('document.body.append(document.createElement("style"));')],
  ['style.global', /stand in the page/, write('style.css', '.button { color: red }\n')],
  ['style.sheet', /redefined/, code('const css = ".a {\\n --palette-text-primary: red;\\n}"; css;')],
  ['style.sheet', /picture/, code('const css = ".a {\\n background: url(/x.png);\\n color: red;\\n}"; css;')],
  ['style.sheet', /--size lacks/, code('const css = ".a {\\n --size: 1px;\\n color: red;\\n}"; css;')],
  ['code.size', /at most 61440/, code(`/** ${noise(90_000)} */`)],
])('%s', (rule, text, change) => {
  test(`${rule} is broken and named: ${text.source}`, () => {
    const files = new Map(real);
    change(files);
    const found = checkArchive(files, expected).filter((problem) => problem.rule === rule);
    expect(found.map((problem) => problem.text).join('\n')).toMatch(text);
  });
});

/** What a build that shortens names would leave of them. */
function shortNames(): string {
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const names = letters.flatMap((first) => letters.map((second) => `${first}${second.toUpperCase()}`));
  return names.map((name) => `function ${name}(q) { return q; }`).join('\n');
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

/** Text that no compression makes smaller, the same in every run. */
function noise(length: number): string {
  let text = '';
  for (let at = 0; text.length < length; at += 1)
    text += createHash('sha512').update(`${at}`).digest('base64');
  return text;
}
