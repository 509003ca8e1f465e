import { crc32, deflateSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';

/** A small widget that the reference's §6.1, §6.2 and §6.8 allow. */

export type Files = Record<string, Uint8Array>;

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

export function png(width: number, height: number, more: readonly Buffer[] = []): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.alloc((width * 3 + 1) * height));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [
    signature,
    chunk('IHDR', head),
    ...more,
    chunk('IDAT', pixels),
    chunk('IEND', new Uint8Array()),
  ];
  return new Uint8Array(Buffer.concat(parts));
}

/** An APNG says so with this chunk. */
export const animation = chunk('acTL', Buffer.alloc(8));
/** Over 300 KB. */
export const ballast = chunk('tEXt', Buffer.alloc(310 * 1024, 'a'));

export const manifest = {
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
  locations: ['lcard-1', 'settings', 'advanced_settings'],
  settings: { consent: { name: 'settings.consent', type: 'custom', required: true } },
  advanced: { title: 'advanced.title' },
};

export const texts = {
  widget: {
    name: 'Запись пациентов',
    description: 'Записывает из карточки сделки.',
    short_description: 'Запись',
  },
  settings: { consent: 'Согласие' },
  advanced: { title: 'Настройки' },
};

export const script = `define(['jquery'], function ($) {
  return function () {
    var self = this;
    this.callbacks = {
      render: function () {
        return true;
      },
      init: function () {
        return true;
      },
      bind_actions: function () {
        return true;
      },
      settings: function ($body) {
        $body.find('.row').text(self.i18n('settings').consent);
      },
      onSave: function () {
        return true;
      },
      advancedSettings: function () {
        $('#work-area-' + self.params.widget_code).text('');
      },
      destroy: function () {}
    };
    return this;
  };
});
`;

const json = (value: unknown): Uint8Array => strToU8(JSON.stringify(value, null, 2));

export function files(change: { manifest?: unknown; ru?: unknown; script?: string } = {}): Files {
  return {
    'manifest.json': json(change.manifest ?? manifest),
    'script.js': strToU8(change.script ?? script),
    'i18n/ru.json': json(change.ru ?? texts),
    'i18n/en.json': json({
      widget: { name: 'Booking', description: 'Books from the deal card.', short_description: 'Booking' },
      settings: { consent: 'Consent' },
      advanced: { title: 'Settings' },
    }),
    'images/logo.png': png(130, 100),
    'images/logo_small.png': png(108, 108),
    'images/logo_medium.png': png(240, 84),
    'images/logo_min.png': png(84, 84),
    'images/logo_main.png': png(400, 272),
  };
}

export function zip(content: Files): Uint8Array {
  return zipSync(content);
}
