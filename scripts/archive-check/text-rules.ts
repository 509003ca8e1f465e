import { type Archive, jsonOf, type Problem } from './archive.ts';
import type { Manifest } from './manifest.ts';

/** Texts: a file for each language, the same keys in all, every key of the manifest, no foreign brand (§6.1, §6.2, §6.8). */
export function textProblems(archive: Archive, manifest: Manifest): Problem[] {
  const wanted = manifest.widget.locale.map((locale) => `i18n/${locale}.json`);
  const present = [...archive.keys()].filter((file) => file.startsWith('i18n/'));
  const found = present
    .filter((file) => !wanted.includes(file))
    .map((file) => problem('i18n.files', file, 'the manifest does not list this language'));

  const all = wanted.map((file) => ({ file, texts: flatten(jsonOf(archive, file)) }));
  const keys = new Set([...keysOf(manifest), ...all.flatMap(({ texts }) => [...texts.keys()])]);
  for (const { file, texts } of all) {
    if (texts.size === 0) {
      found.push(problem('i18n.files', file, 'the language is declared, but its texts are not there'));
      continue;
    }
    for (const key of keys) {
      if ((texts.get(key) ?? '').trim() === '')
        found.push(problem('i18n.keys', file, `no text for «${key}»`));
    }
    if (/amo\s?crm/i.test(texts.get(manifest.widget.name) ?? '')) {
      found.push(problem('name', file, 'the name of a widget must not contain «amoCRM»'));
    }
  }
  return found;
}

/** Every key that the manifest names. */
function keysOf({ widget, settings, advanced, dp, tour }: Manifest): string[] {
  return [
    widget.name,
    widget.description,
    widget.short_description,
    ...Object.values({ ...settings, ...dp?.settings }).map(({ name }) => name),
    ...[advanced?.title, dp?.title, tour?.tour_description].flatMap((key) => key ?? []),
  ];
}

function flatten(value: unknown, path: readonly string[] = []): Map<string, string> {
  if (typeof value === 'string') return new Map([[path.join('.'), value]]);
  if (typeof value !== 'object' || value === null) return new Map();
  return new Map(Object.entries(value).flatMap(([key, inner]) => [...flatten(inner, [...path, key])]));
}

function problem(rule: string, file: string, text: string): Problem {
  return { rule, file, line: null, text };
}
