import { crc32, deflateSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';

/** A tiny widget that shows every callback at work: for the tests of the archive and of the pages. */

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** A plain blue PNG. */
export function png(width: number, height: number): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const line = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, Buffer.from([0x4c, 0x8b, 0xf7]))]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => line)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return new Uint8Array(
    Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', new Uint8Array())]),
  );
}

export const exampleManifest = {
  widget: {
    name: 'widget.name',
    description: 'widget.description',
    short_description: 'widget.short_description',
    version: '1.0.3',
    interface_version: 2,
    init_once: false,
    locale: ['ru', 'en'],
    installation: true,
    support: { link: 'https://hub.example.dev/help', email: 'help@hub.example.dev' },
  },
  locations: ['lcard-1', 'everywhere', 'settings', 'advanced_settings'],
  settings: { consent: { name: 'settings.consent', type: 'custom', required: true } },
  advanced: { title: 'advanced.title' },
};

export const exampleTexts = {
  widget: {
    name: 'Пример виджета',
    description: 'Показывает, что песочница вызывает.',
    short_description: 'Пример',
  },
  settings: { consent: 'Согласие' },
  advanced: { title: 'Настройки примера' },
};

const script = `define(['jquery', './lib/label.js'], function ($, label) {
  return function () {
    var self = this;
    // The page's own document remembers: a widget leaves nothing on window (amocrm-api.md §6.8).
    var log = $(document).data('exampleCalls') || [];
    $(document).data({ exampleCalls: log, exampleWidget: self });
    var onPage = function () { log.push('page:changed'); };
    var note = function (name) {
      log.push(name + ' ' + APP.getWidgetsArea() + ' ' + (APP.data.current_card ? APP.data.current_card.id : '-'));
    };
    this.callbacks = {
      render: function () {
        note('render');
        if (self.system().area !== 'lcard') return true;
        self.render_template({ caption: { class_name: 'example' }, body: '<div class="example-body" style="padding:12px"></div>', render: '' });
        return true;
      },
      init: function () { note('init'); $(document).on('page:changed', onPage); return true; },
      bind_actions: function () {
        note('bind_actions');
        if (self.system().area !== 'lcard') return true;
        var root = $('.card-widgets__widget-' + self.params.widget_code + ' .example-body');
        self.get_current_card_contacts_data().then(function (contacts) {
          var first = contacts[0];
          root.text(label(self.i18n('widget').name) + (first ? first.name + ' ' + first.phones.join(', ') : 'нет контакта'));
        });
        return true;
      },
      settings: function ($body) {
        note('settings');
        var code = self.params.widget_code;
        $body.find('#' + code + '_custom_content').html('<label><input type="checkbox" class="example-consent"> Согласен</label>');
        $body.find('.example-consent').on('change', function () {
          $body.find('#' + code + '_custom').val(this.checked ? '{"agreed":true}' : '').trigger('change');
        });
      },
      onSave: function (data) { log.push('onSave ' + JSON.stringify(data)); return true; },
      advancedSettings: function () { note('advancedSettings'); $('#work-area-' + self.params.widget_code).append('<p class="example-advanced">Здесь настройки</p>'); },
      destroy: function () { note('destroy'); $(document).off('page:changed', onPage); }
    };
    return this;
  };
});
`;

export type ArchiveFiles = Record<string, Uint8Array>;

const json = (value: unknown): Uint8Array => strToU8(JSON.stringify(value, null, 2));

export function exampleFiles(): ArchiveFiles {
  return {
    'manifest.json': json(exampleManifest),
    'script.js': strToU8(script),
    'lib/label.js': strToU8(`define([], function () { return function (text) { return text + ': '; }; });\n`),
    'i18n/ru.json': json(exampleTexts),
    'i18n/en.json': json({
      widget: { name: 'Example', description: 'Shows the calls.', short_description: 'Example' },
      settings: { consent: 'Consent' },
      advanced: { title: 'Example settings' },
    }),
    'images/logo.png': png(130, 100),
    'images/logo_small.png': png(108, 108),
    'images/logo_medium.png': png(240, 84),
    'images/logo_min.png': png(84, 84),
    'images/logo_main.png': png(400, 272),
  };
}

export function exampleArchive(change: ArchiveFiles = {}): Uint8Array<ArrayBuffer> {
  return new Uint8Array(zipSync({ ...exampleFiles(), ...change }));
}
