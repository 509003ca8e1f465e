import { unzipSync } from 'fflate';
import { type Archive, type Manifest, manifestSchema } from './archive.ts';
import { imageInfo } from './images.ts';

/** The checks amoCRM makes when an archive is uploaded (amocrm-api.md §6.1, §6.2). */

const MAX_IMAGE = 300 * 1024;

const logos: Record<string, [number, number]> = {
  'images/logo.png': [130, 100],
  'images/logo_small.png': [108, 108],
  'images/logo_medium.png': [240, 84],
  'images/logo_min.png': [84, 84],
  'images/logo_main.png': [400, 272],
};
const DP_LOGO: [number, number] = [174, 109];
const TOUR: [number, number] = [1188, 616];

const locationPattern =
  /^((lcard|ccard|comcard|cucard|llist|clist|culist|tlist|tline|tcalendar)-[01]|settings|advanced_settings|card_sdk|catalogs|digital_pipeline|lead_sources|whatsapp_modal|everywhere|salesbot_designer|sms|mobile_card|amoforms|widget_page)$/;
const settingTypes = ['text', 'pass', 'users', 'users_lp', 'custom'];

type Files = Map<string, Uint8Array>;
export type CheckResult = { ok: true; archive: Archive } | { ok: false; reasons: string[] };

function unpack(zip: Uint8Array): Files | null {
  try {
    const entries = Object.entries(unzipSync(zip)).filter(([name]) => !name.endsWith('/'));
    return new Map(entries);
  } catch {
    return null;
  }
}

function textProblems(files: Files): string[] {
  return [...files].flatMap(([name, bytes]) => {
    if (!/\.(js|json|css|twig)$/.test(name)) return [];
    const reasons: string[] = [];
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
      reasons.push(`${name}: starts with a BOM`);
    if (bytes.includes(0x0d)) reasons.push(`${name}: CRLF line ends`);
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      reasons.push(`${name}: not UTF-8`);
    }
    return reasons;
  });
}

function readJson(files: Files, name: string): { value: unknown } | { reason: string } {
  const bytes = files.get(name);
  if (bytes === undefined) return { reason: `${name}: missing` };
  try {
    return { value: JSON.parse(new TextDecoder().decode(bytes)) };
  } catch {
    return { reason: `${name}: not JSON` };
  }
}

function imageProblems(files: Files, name: string, [width, height]: [number, number]): string[] {
  const bytes = files.get(name);
  if (bytes === undefined) return [`${name}: missing`];
  const info = imageInfo(bytes);
  if (info === null) return [`${name}: not a PNG, JPEG or GIF`];
  const reasons: string[] = [];
  if (info.width !== width || info.height !== height) {
    reasons.push(`${name}: ${info.width}×${info.height} instead of ${width}×${height}`);
  }
  if (bytes.length > MAX_IMAGE) reasons.push(`${name}: over 300 KB`);
  if (info.animated) reasons.push(`${name}: animated`);
  return reasons;
}

function leafKeys(value: unknown, prefix = ''): string[] {
  if (typeof value !== 'object' || value === null) return [prefix];
  return Object.entries(value).flatMap(([key, item]) =>
    leafKeys(item, prefix === '' ? key : `${prefix}.${key}`),
  );
}

function textAt(i18n: unknown, key: string): unknown {
  let node = i18n;
  for (const part of key.split('.')) {
    node = typeof node === 'object' && node !== null ? Reflect.get(node, part) : undefined;
  }
  return node;
}

function i18nProblems(manifest: Manifest, i18n: Record<string, unknown>): string[] {
  const [first, ...others] = manifest.widget.locale;
  if (first === undefined) return [];
  const keys = leafKeys(i18n[first]).sort().join('\n');
  const reasons = others
    .filter((locale) => leafKeys(i18n[locale]).sort().join('\n') !== keys)
    .map((locale) => `i18n/${locale}.json: keys differ from i18n/${first}.json`);
  const named = [
    manifest.widget.name,
    manifest.widget.description,
    manifest.widget.short_description,
    ...Object.values(manifest.settings).map((setting) => setting.name),
    ...(manifest.advanced === undefined ? [] : [manifest.advanced.title]),
    ...(manifest.tour?.tour_description === undefined ? [] : [manifest.tour.tour_description]),
  ];
  for (const key of named) {
    if (typeof textAt(i18n[first], key) !== 'string') reasons.push(`manifest.json: no text for "${key}"`);
  }
  for (const locale of manifest.widget.locale) {
    const name = textAt(i18n[locale], manifest.widget.name);
    if (typeof name === 'string' && /amo\s*crm/i.test(name))
      reasons.push(`i18n/${locale}.json: "amoCRM" in the name`);
  }
  return reasons;
}

function manifestProblems(manifest: Manifest): string[] {
  const reasons: string[] = [];
  const { locations, widget, settings, advanced, dp } = manifest;
  for (const location of locations) {
    if (!locationPattern.test(location)) reasons.push(`manifest.json: unknown location "${location}"`);
  }
  if (widget.support.link === undefined && widget.support.email === undefined) {
    reasons.push('manifest.json: support needs a link or an e-mail');
  }
  if (locations.includes('advanced_settings') && advanced === undefined) {
    reasons.push('manifest.json: advanced_settings without "advanced"');
  }
  if (locations.includes('digital_pipeline') !== (dp !== undefined)) {
    reasons.push('manifest.json: "dp" and the location digital_pipeline belong together');
  }
  if (dp?.webhook_url !== undefined && !/^(https:\/\/|http:\/\/localhost[:/])/.test(dp.webhook_url)) {
    reasons.push('manifest.json: dp.webhook_url must be https');
  }
  for (const [key, setting] of Object.entries(settings)) {
    if (!settingTypes.includes(setting.type)) reasons.push(`manifest.json: settings.${key}: unknown type`);
  }
  if (Object.values(settings).filter((setting) => setting.type === 'custom').length > 1) {
    reasons.push('manifest.json: more than one custom setting');
  }
  return reasons;
}

function wantedImages(manifest: Manifest): Record<string, [number, number]> {
  const wanted = { ...logos };
  if (manifest.locations.includes('digital_pipeline')) wanted['images/logo_dp.png'] = DP_LOGO;
  for (const names of Object.values(manifest.tour?.tour_images ?? {})) {
    for (const name of names) wanted[name.replace(/^\//, '')] = TOUR;
  }
  return wanted;
}

export function checkArchive(code: string, zip: Uint8Array): CheckResult {
  const files = unpack(zip);
  if (files === null) return { ok: false, reasons: ['not a zip archive'] };
  const reasons: string[] = textProblems(files);
  if (!files.has('manifest.json')) {
    const nested = [...files.keys()].some((name) => name.endsWith('/manifest.json'));
    return {
      ok: false,
      reasons: [nested ? 'files are not at the root of the archive' : 'manifest.json: missing'],
    };
  }
  if (!files.has('script.js')) reasons.push('script.js: missing');
  const raw = readJson(files, 'manifest.json');
  if ('reason' in raw) return { ok: false, reasons: [...reasons, raw.reason] };
  const parsed = manifestSchema.safeParse(raw.value);
  if (!parsed.success) {
    const found = parsed.error.issues.map(
      (issue) => `manifest.json: ${issue.path.join('.')}: ${issue.message}`,
    );
    return { ok: false, reasons: [...reasons, ...found] };
  }
  const manifest = parsed.data;
  const i18n: Record<string, unknown> = {};
  for (const locale of manifest.widget.locale) {
    const read = readJson(files, `i18n/${locale}.json`);
    if ('reason' in read) reasons.push(read.reason);
    else i18n[locale] = read.value;
  }
  const images = Object.entries(wantedImages(manifest)).flatMap(([name, size]) =>
    imageProblems(files, name, size),
  );
  reasons.push(...manifestProblems(manifest), ...i18nProblems(manifest, i18n), ...images);
  return reasons.length > 0 ? { ok: false, reasons } : { ok: true, archive: { code, manifest, i18n, files } };
}
