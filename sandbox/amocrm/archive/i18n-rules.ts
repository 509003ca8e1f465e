import type { Files, Manifest } from './archive.ts';
import { type Finding, refused, warned } from './finding.ts';
import { keyLine } from './manifest-rules.ts';

/** i18n files: the same keys everywhere, every named text there, no foreign brand in the name (amocrm-api.md §6.1, §6.8). */

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

function namedTexts(manifest: Manifest): string[] {
  const { widget, settings, advanced, dp, tour } = manifest;
  return [
    widget.name,
    widget.description,
    widget.short_description,
    ...Object.values({ ...settings, ...dp?.settings }).map((setting) => setting.name),
    ...[advanced?.title, dp?.title, tour?.tour_description].filter((key) => key !== undefined),
  ];
}

export function i18nFindings(manifest: Manifest, i18n: Record<string, unknown>, files: Files): Finding[] {
  const { locale, name } = manifest.widget;
  const [first, ...others] = locale;
  if (first === undefined) return [];
  const keys = leafKeys(i18n[first]);
  const found: Finding[] = [];
  for (const other of others) {
    const theirs = leafKeys(i18n[other]);
    const differing = [
      ...keys.filter((key) => !theirs.includes(key)),
      ...theirs.filter((key) => !keys.includes(key)),
    ];
    if (differing.length > 0) {
      const text = `Ключи отличаются от i18n/${first}.json: ${differing.slice(0, 3).join(', ')}.`;
      found.push(refused('i18n.keys', `i18n/${other}.json`, text));
    }
  }
  for (const file of files.keys()) {
    const code = /^i18n\/(\w+)\.json$/.exec(file)?.[1];
    if (code === undefined || locale.some((known) => known === code)) continue;
    found.push(warned('i18n.extra', file, `Языка «${code}» нет в widget.locale.`));
  }
  for (const key of namedTexts(manifest)) {
    if (typeof textAt(i18n[first], key) !== 'string') {
      found.push(
        refused('i18n.missing', `i18n/${first}.json`, `Нет текста «${key}», который назван в manifest.json.`),
      );
    }
  }
  for (const code of locale) {
    const file = `i18n/${code}.json`;
    const source = new TextDecoder().decode(files.get(file));
    const title = textAt(i18n[code], name);
    if (typeof title === 'string' && /amo\s*crm|kommo/i.test(title)) {
      found.push(
        refused(
          'i18n.brand',
          file,
          '«amoCRM» в названии виджета недопустимо.',
          keyLine(source, name.split('.').at(-1) ?? ''),
        ),
      );
    }
    const link = code === 'ru' ? undefined : /https?:\/\/[\w.-]+\.ru\b/i.exec(source);
    if (link) {
      const line = source.slice(0, link.index).split('\n').length;
      found.push(warned('i18n.ru_link', file, `Ссылка на .ru (${link[0]}) не в русском тексте.`, line));
    }
  }
  return found;
}
