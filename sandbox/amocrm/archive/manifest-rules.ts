import type { Files, Manifest } from './archive.ts';
import { type Finding, lineAt, refused } from './finding.ts';
import { sizeFindings } from './package-rules.ts';

/** manifest.json beyond its types (amocrm-api.md §6.1–§6.3). */

const FILE = 'manifest.json';

const logos: Record<string, readonly [number, number]> = {
  'images/logo.png': [130, 100],
  'images/logo_small.png': [108, 108],
  'images/logo_medium.png': [240, 84],
  'images/logo_min.png': [84, 84],
  'images/logo_main.png': [400, 272],
};
const DP_LOGO = [174, 109] as const;
const TOUR = [1188, 616] as const;

const locationPattern =
  /^((lcard|ccard|comcard|cucard|llist|clist|culist|tlist|tline|tcalendar)-[01]|settings|advanced_settings|card_sdk|catalogs|digital_pipeline|lead_sources|whatsapp_modal|everywhere|salesbot_designer|sms|mobile_card|amoforms|widget_page)$/;
const settingTypes = ['text', 'pass', 'users', 'users_lp', 'custom'];

/** Where a key stands in the text of a JSON file. */
export function keyLine(text: string, key: string): number | null {
  const offset = text.indexOf(`"${key}"`);
  return offset === -1 ? null : lineAt(text, offset);
}

export function imageFindingsOf(manifest: Manifest, files: Files): Finding[] {
  const wanted = { ...logos };
  if (manifest.locations.includes('digital_pipeline')) wanted['images/logo_dp.png'] = DP_LOGO;
  for (const names of Object.values(manifest.tour?.tour_images ?? {})) {
    for (const name of names) wanted[name.replace(/^\//, '')] = TOUR;
  }
  return Object.entries(wanted).flatMap(([name, size]) => sizeFindings(files, name, size));
}

function belongings(manifest: Manifest, text: string): Finding[] {
  const { locations, advanced, dp } = manifest;
  const found: Finding[] = [];
  const line = keyLine(text, 'locations');
  if (locations.includes('advanced_settings') !== (advanced !== undefined)) {
    found.push(
      refused('manifest.advanced', FILE, 'advanced и область advanced_settings бывают только вместе.', line),
    );
  }
  if (locations.includes('digital_pipeline') !== (dp !== undefined)) {
    found.push(refused('manifest.dp', FILE, 'dp и область digital_pipeline бывают только вместе.', line));
  }
  if (dp?.webhook_url !== undefined && !/^(https:\/\/|http:\/\/localhost[:/])/.test(dp.webhook_url)) {
    found.push(
      refused('manifest.dp_url', FILE, 'dp.webhook_url должен быть https.', keyLine(text, 'webhook_url')),
    );
  }
  return found;
}

function settingFindings(manifest: Manifest, text: string): Finding[] {
  const found: Finding[] = [];
  for (const [key, setting] of Object.entries({ ...manifest.settings, ...manifest.dp?.settings })) {
    if (settingTypes.includes(setting.type)) continue;
    found.push(
      refused(
        'manifest.setting_type',
        FILE,
        `Неизвестный тип настройки ${key}: «${setting.type}».`,
        keyLine(text, key),
      ),
    );
  }
  if (Object.values(manifest.settings).filter((setting) => setting.type === 'custom').length > 1) {
    found.push(
      refused(
        'manifest.custom',
        FILE,
        'Настройка типа custom может быть только одна.',
        keyLine(text, 'settings'),
      ),
    );
  }
  return found;
}

function tourFindings(manifest: Manifest, text: string): Finding[] {
  const { tour, widget } = manifest;
  if (tour?.is_tour !== true) return [];
  const line = keyLine(text, 'tour');
  const missing = widget.locale.filter((locale) => (tour.tour_images?.[locale] ?? []).length === 0);
  const found = missing.map((locale) =>
    refused('manifest.tour', FILE, `Тур включён, а картинок для «${locale}» нет.`, line),
  );
  if (tour.tour_description === undefined) {
    found.push(refused('manifest.tour', FILE, 'Тур включён, а tour_description нет.', line));
  }
  return found;
}

export function manifestFindings(manifest: Manifest, text: string): Finding[] {
  const found: Finding[] = [];
  const { locations, widget } = manifest;
  for (const location of locations) {
    if (locationPattern.test(location)) continue;
    found.push(
      refused('manifest.location', FILE, `Неизвестная область «${location}».`, keyLine(text, location)),
    );
  }
  if (new Set(locations).size < locations.length) {
    found.push(refused('manifest.location', FILE, 'Область названа дважды.', keyLine(text, 'locations')));
  }
  if (!widget.support.link && !widget.support.email) {
    found.push(
      refused('manifest.support', FILE, 'В support нужна ссылка или адрес почты.', keyLine(text, 'support')),
    );
  }
  if (widget.is_showcase === true && widget.installation) {
    found.push(
      refused(
        'manifest.showcase',
        FILE,
        'is_showcase требует installation: false.',
        keyLine(text, 'is_showcase'),
      ),
    );
  }
  return [
    ...found,
    ...belongings(manifest, text),
    ...settingFindings(manifest, text),
    ...tourFindings(manifest, text),
  ];
}
