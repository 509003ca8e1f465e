import { strToU8 } from 'fflate';
import type { Context, ContractCase } from '../framework/case.ts';
import { status, that } from '../framework/check.ts';
import type { Reply } from '../framework/http.ts';
import { description } from './account.ts';
import { animation, ballast, type Files, files, manifest, png, script, texts, zip } from './archive-files.ts';

async function upload(context: Context, content: Files): Promise<Reply> {
  return context.amocrm.call('POST', '/_sandbox/widget', {
    raw: zip(content),
    headers: { 'content-type': 'application/zip' },
  });
}

type Refusal = { what: string; content: Files; mentions: RegExp };

/** Each archive is a good one with one thing wrong; the refusal must name the place. */
function refuses(
  id: string,
  facts: readonly string[],
  title: string,
  refusals: readonly Refusal[],
): ContractCase {
  return {
    id: `amo-${id}`,
    facts,
    title,
    async run(context) {
      await context.amocrm.admin('POST', '/accounts', description);
      for (const { what, content, mentions } of refusals) {
        const reply = await upload(context, content);
        status(reply, 422, what);
        that(
          mentions.test(reply.text),
          `${what}: the reason does not name ${mentions}: ${reply.text.slice(0, 300)}`,
        );
      }
    },
  };
}

const without = (name: string): Files =>
  Object.fromEntries(Object.entries(files()).filter(([file]) => file !== name));
const widget = (change: object): Files =>
  files({ manifest: { ...manifest, widget: { ...manifest.widget, ...change } } });
const about = (change: object): Files => files({ manifest: { ...manifest, ...change } });
const code = (line: string): Files =>
  files({ script: script.replace('destroy: function () {}', `destroy: function () { ${line} }`) });
const { short_description: _, ...nameless } = manifest.widget;

export const archiveCases: readonly ContractCase[] = [
  {
    id: 'amo-6.1-good',
    facts: ['§6.1 good', '§8 validator'],
    title: 'a good archive is taken and served',
    async run(context) {
      await context.amocrm.admin('POST', '/accounts', description);
      status(await upload(context, files()), 201);
      status(
        await context.amocrm.call('GET', `/widgets/${description.widgetCode}/script.js?v=1.0.3`),
        200,
        'script.js',
      );
    },
  },
  refuses('6.1-root', ['§6.1 root'], 'a folder inside the archive', [
    {
      what: 'a folder',
      content: Object.fromEntries(Object.entries(files()).map(([name, bytes]) => [`widget/${name}`, bytes])),
      mentions: /root|корн/i,
    },
  ]),
  refuses('6.1-text', ['§6.1 text'], 'BOM, CRLF, another encoding', [
    {
      what: 'a BOM',
      content: {
        ...files(),
        'i18n/ru.json': new Uint8Array([0xef, 0xbb, 0xbf, ...strToU8(JSON.stringify(texts))]),
      },
      mentions: /i18n\/ru\.json/,
    },
    {
      what: 'CRLF',
      content: { ...files(), 'script.js': strToU8(script.replaceAll('\n', '\r\n')) },
      mentions: /script\.js/,
    },
    {
      what: 'no UTF-8',
      content: { ...files(), 'style.css': new Uint8Array([0xcf, 0xf0]) },
      mentions: /style\.css/,
    },
  ]),
  refuses('6.1-files', ['§6.1 script'], 'what must be there', [
    { what: 'no script.js', content: without('script.js'), mentions: /script\.js/ },
    { what: 'no manifest.json', content: without('manifest.json'), mentions: /manifest\.json/ },
  ]),
  refuses('6.1-images', ['§6.1 images'], 'pictures', [
    { what: 'missing', content: without('images/logo.png'), mentions: /logo\.png/ },
    {
      what: 'another size',
      content: { ...files(), 'images/logo_min.png': png(84, 85) },
      mentions: /logo_min\.png/,
    },
    {
      what: 'too heavy',
      content: { ...files(), 'images/logo_min.png': png(84, 84, [ballast]) },
      mentions: /logo_min\.png/,
    },
    {
      what: 'animated',
      content: { ...files(), 'images/logo_min.png': png(84, 84, [animation]) },
      mentions: /logo_min\.png/,
    },
    {
      what: 'no picture',
      content: { ...files(), 'images/logo_min.png': strToU8('x') },
      mentions: /logo_min\.png/,
    },
  ]),
  refuses('6.1-i18n', ['§6.1 i18n'], 'keys that differ', [
    {
      what: 'a missing key',
      content: { ...files(), 'i18n/en.json': strToU8(JSON.stringify({ widget: texts.widget })) },
      mentions: /i18n\/en\.json/,
    },
    { what: 'a missing language', content: without('i18n/en.json'), mentions: /i18n\/en\.json/ },
  ]),
  refuses('6.1-dp-logo', ['§6.1 dp logo', '§6.2 dp'], 'the Digital Pipeline', [
    {
      what: 'no logo_dp.png',
      content: about({
        locations: [...manifest.locations, 'digital_pipeline'],
        dp: { settings: {}, action_multiple: false },
      }),
      mentions: /logo_dp\.png/,
    },
    {
      what: 'no dp',
      content: {
        ...about({ locations: [...manifest.locations, 'digital_pipeline'] }),
        'images/logo_dp.png': png(174, 109),
      },
      mentions: /dp/,
    },
    {
      what: 'http',
      content: {
        ...about({
          locations: [...manifest.locations, 'digital_pipeline'],
          dp: { settings: {}, action_multiple: false, webhook_url: 'http://hub.example.dev/dp' },
        }),
        'images/logo_dp.png': png(174, 109),
      },
      mentions: /webhook_url|https/,
    },
  ]),
  refuses('6.2-required', ['§6.2 required'], 'keys of the manifest', [
    { what: 'no short_description', content: about({ widget: nameless }), mentions: /short_description/ },
    { what: 'no support', content: widget({ support: {} }), mentions: /support|поддерж/i },
    { what: 'no locale', content: widget({ locale: [] }), mentions: /locale|язык/i },
  ]),
  refuses('6.2-settings', ['§6.2 settings'], 'settings', [
    {
      what: 'an unknown type',
      content: about({ settings: { a: { name: 'settings.consent', type: 'date' } } }),
      mentions: /settings|настройк/i,
    },
    {
      what: 'two custom ones',
      content: about({
        settings: {
          a: { name: 'settings.consent', type: 'custom' },
          b: { name: 'settings.consent', type: 'custom' },
        },
      }),
      mentions: /custom/,
    },
  ]),
  refuses('6.2-advanced', ['§6.2 advanced'], 'advanced settings', [
    { what: 'no advanced', content: about({ advanced: undefined }), mentions: /advanced/ },
  ]),
  refuses('6.3-locations', ['§6.3 locations'], 'locations', [
    {
      what: 'an unknown one',
      content: about({ locations: [...manifest.locations, 'leads_board'] }),
      mentions: /leads_board/,
    },
    {
      what: 'no suffix',
      content: about({ locations: ['lcard', 'settings', 'advanced_settings'] }),
      mentions: /lcard/,
    },
  ]),
  refuses('6.8-name', ['§6.8 name'], 'somebody else’s brand', [
    {
      what: 'amoCRM',
      content: files({ ru: { ...texts, widget: { ...texts.widget, name: 'Запись для amoCRM' } } }),
      mentions: /amoCRM/i,
    },
  ]),
  refuses(
    '6.8-source',
    ['§6.8 eval', '§6.8 remote', '§6.8 loops', '§6.8 minified'],
    'source that moderators refuse',
    [
      { what: 'eval', content: code("eval('1');"), mentions: /eval/ },
      { what: 'alert', content: code("alert('!');"), mentions: /script\.js/ },
      { what: 'confirm', content: code("window.confirm('?');"), mentions: /script\.js/ },
      {
        what: 'a script element',
        content: code("document.createElement('script');"),
        mentions: /script\.js/,
      },
      {
        what: 'a remote module',
        content: code("require(['https://cdn.example.dev/a.js']);"),
        mentions: /script\.js/,
      },
      {
        what: 'a request in a loop',
        content: code("for (var i = 0; i < 3; i += 1) self.crm_post('https://hub.example.dev', {});"),
        mentions: /script\.js/,
      },
      {
        what: 'one long line',
        content: {
          ...files(),
          'lib/a.js': strToU8(
            `define([], function () { ${'window.setTimeout(function () { return null; }, 1); '.repeat(40)}});\n`,
          ),
        },
        mentions: /lib\/a\.js/,
      },
    ],
  ),
  refuses('6.8-css', ['§6.8 css'], 'style of somebody else’s elements', [
    {
      what: 'body',
      content: { ...files(), 'style.css': strToU8('body { margin: 0; }\n') },
      mentions: /style\.css/,
    },
  ]),
];
