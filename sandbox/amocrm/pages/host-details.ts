import type { Account } from '../core/model.ts';
import type { World } from '../core/world.ts';

type Setting = { key: string; name: string; type: string; required: boolean };

/** What the manifest says beyond the short view of a widget (amocrm-api.md §6.2). */
export type WidgetDetails = {
  kind: 'public' | 'private';
  support: { link: string | null; email: string | null };
  tour: { description: string | null; images: string[] };
  dp: { title: string | null; settings: Setting[]; isMultiple: boolean; webhookUrl: string | null } | null;
};

export function kindOf(account: Account): WidgetDetails['kind'] {
  return account.integration.kind ?? 'public';
}

export function widgetDetails(world: World, account: Account, code: string): WidgetDetails | null {
  const manifest = code === account.widget.code ? world.archives.get(code)?.manifest : undefined;
  if (manifest === undefined) return null;
  const { widget, tour, dp } = manifest;
  const images = tour?.tour_images;
  return {
    kind: kindOf(account),
    support: { link: widget.support.link ?? null, email: widget.support.email ?? null },
    tour: {
      description: tour?.tour_description ?? null,
      images: tour?.is_tour === true ? (images?.ru ?? Object.values(images ?? {})[0] ?? []) : [],
    },
    dp:
      dp === undefined
        ? null
        : {
            title: dp.title ?? null,
            settings: Object.entries(dp.settings).map(([key, { name, type, required }]) => ({
              key,
              name,
              type,
              required: required ?? false,
            })),
            isMultiple: dp.action_multiple,
            webhookUrl: dp.webhook_url ?? null,
          },
  };
}
