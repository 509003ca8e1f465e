import type { Account } from '../core/model.ts';
import type { World } from '../core/world.ts';
import type { WidgetView } from './view-types.ts';

export function widgetViews(world: World, account: Account): WidgetView[] {
  const archive = world.archives.get(account.widget.code);
  if (archive === undefined) return [];
  const { manifest } = archive;
  return [
    {
      code: archive.code,
      version: manifest.widget.version,
      installed: account.widget.installed,
      initOnce: manifest.widget.init_once ?? false,
      clientUuid: account.integration.clientId,
      settings: account.widget.settings,
      locations: manifest.locations,
      settingsTemplate: Object.entries(manifest.settings).map(([key, setting]) => ({
        key,
        name: setting.name,
        type: setting.type,
        required: setting.required ?? false,
      })),
      hasAdvanced: manifest.advanced !== undefined,
      i18n: archive.i18n,
      names: {
        name: manifest.widget.name,
        description: manifest.widget.description,
        shortDescription: manifest.widget.short_description,
        advancedTitle: manifest.advanced?.title ?? '',
      },
    },
  ];
}
