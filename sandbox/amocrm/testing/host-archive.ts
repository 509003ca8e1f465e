import { strToU8, zipSync } from 'fflate';
import { type ArchiveFiles, exampleFiles, exampleManifest, exampleTexts, png } from './example-archive.ts';

/** A widget that uses every part of the host: callbacks, twig, modules by name, the Digital Pipeline, channels. */

const script = `define(['jquery', 'underscore', 'moment', './lib/label.js', 'lib/components/base/modal'], function ($, _, moment, label, Modal) {
  return function () {
    var self = this;
    var log = $(document).data('hostCalls') || [];
    var note = function (name) {
      log.push(name + ' ' + APP.getWidgetsArea());
    };
    var onPage = function () {
      note('page:changed');
    };
    $(document).data({ hostCalls: log, hostWidget: self, hostModal: Modal, hostMoment: moment, hostLabel: label });
    this.callbacks = {
      render: function () {
        note('render');
        self.render_template({
          caption: { class_name: 'host-example' },
          body: '<div class="host-example-body"></div>',
          render: '<b class="host-example-name">{{ name|upper }}</b>'
        }, { name: self.i18n('widget').name });
        return true;
      },
      init: function () {
        note('init');
        $(document).off('page:changed.host').on('page:changed.host', onPage);
        return true;
      },
      bind_actions: function () {
        note('bind_actions');
        return true;
      },
      settings: function ($body) {
        note('settings');
        $body.find('input[name=token]').attr('placeholder', 'ключ');
      },
      onSave: function (data) {
        log.push('onSave ' + data.active + ' ' + _.keys(data.fields).join(','));
        return $.Deferred().resolve(data.fields.token !== 'no').promise();
      },
      dpSettings: function ($body) {
        note('dpSettings');
        $body.find('input[name=comment]').val('по умолчанию');
      },
      leads: {
        selected: function () {
          log.push('selected ' + JSON.stringify(self.list_selected().summary));
        }
      },
      destroy: function () {
        note('destroy');
        $(document).off('page:changed.host');
      }
    };
    return this;
  };
});
`;

const twig =
  '<ul>{% for item in items %}<li>{{ item.name|e }}</li>{% endfor %}</ul>{{ include_control("/tmpl/controls/button.twig", { text: title }) }}\n';

const json = (value: unknown): Uint8Array => strToU8(JSON.stringify(value, null, 2));

export function hostManifest(webhookUrl: string): object {
  return {
    ...exampleManifest,
    widget: { ...exampleManifest.widget, locale: ['ru'] },
    locations: ['lcard-1', 'llist-1', 'settings', 'digital_pipeline'],
    settings: { token: { name: 'settings.token', type: 'text', required: true } },
    advanced: undefined,
    dp: {
      title: 'dp.title',
      action_multiple: false,
      webhook_url: webhookUrl,
      settings: { comment: { name: 'dp.comment', type: 'text', required: true } },
    },
    tour: {
      is_tour: true,
      tour_images: { ru: ['/images/tour_1_ru.png'] },
      tour_description: 'widget.description',
    },
  };
}

export function hostArchive(webhookUrl: string, change: ArchiveFiles = {}): Uint8Array<ArrayBuffer> {
  const { 'i18n/en.json': _, ...files } = exampleFiles();
  return new Uint8Array(
    zipSync({
      ...files,
      'manifest.json': json(hostManifest(webhookUrl)),
      'i18n/ru.json': json({
        widget: exampleTexts.widget,
        settings: { token: 'Ключ' },
        dp: { title: 'Отменить запись', comment: 'Комментарий' },
      }),
      'script.js': strToU8(script),
      'templates/list.twig': strToU8(twig),
      'images/logo_dp.png': png(174, 109),
      'images/tour_1_ru.png': png(1188, 616),
      ...change,
    }),
  );
}
