import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import { type Archive, type Files, type Manifest, manifestSchema } from './archive.ts';
import { type Finding, refused, warned } from './finding.ts';
import { i18nFindings } from './i18n-rules.ts';
import { imageFindingsOf, keyLine, manifestFindings } from './manifest-rules.ts';
import { packageFindings } from './package-rules.ts';
import { sourceFindings } from './source-rules.ts';

/** The checks amoCRM makes when an archive is uploaded and moderated (amocrm-api.md §6.1, §6.2, §6.8). */

export type CheckResult =
  | { ok: true; archive: Archive; findings: Finding[] }
  | { ok: false; findings: Finding[] };

export type CheckContext = {
  kind: 'public' | 'private';
  /** Archives the account's marketplace holds already. */
  known: readonly Archive[];
  /** The uploaded file's own name, where there is one. */
  fileName?: string | undefined;
};

function unpack(zip: Uint8Array): Files | null {
  try {
    return new Map(Object.entries(unzipSync(zip)).filter(([name]) => !name.endsWith('/')));
  } catch {
    return null;
  }
}

function readJson(files: Files, name: string): { value: unknown } | { finding: Finding } {
  const bytes = files.get(name);
  if (bytes === undefined) return { finding: refused('file.missing', name, 'Файла нет в архиве.') };
  try {
    return { value: JSON.parse(new TextDecoder().decode(bytes)) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : '';
    return { finding: refused('file.json', name, `Это не JSON: ${reason}`) };
  }
}

function digest(files: Files): string {
  const hash = createHash('sha256');
  for (const [name, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(name).update(bytes);
  return hash.digest('hex');
}

function knownFindings(code: string, files: Files, manifest: Manifest, known: readonly Archive[]): Finding[] {
  const mine = digest(files);
  const found: Finding[] = [];
  const twin = known.find((archive) => archive.code !== code && digest(archive.files) === mine);
  if (twin !== undefined) {
    found.push(
      refused('archive.duplicate', 'widget.zip', `Такой же архив уже загружен с кодом «${twin.code}».`),
    );
  }
  const before = known.find((archive) => archive.code === code);
  const { version } = manifest.widget;
  if (before !== undefined && before.manifest.widget.version === version && digest(before.files) !== mine) {
    const text = `Версия ${version} уже загружена с другим содержимым: браузеры возьмут старые файлы из кеша.`;
    found.push(warned('manifest.version', 'manifest.json', text));
  }
  return found;
}

function schemaFindings(raw: unknown, text: string): Finding[] {
  const parsed = manifestSchema.safeParse(raw);
  if (parsed.success) return [];
  return parsed.error.issues.map((issue) => {
    const path = issue.path.join('.');
    const last = issue.path.at(-1);
    const line = keyLine(text, String(last ?? ''));
    return refused(
      'manifest.key',
      'manifest.json',
      `Ключ ${path}: нет или не того вида (${issue.message}).`,
      line,
    );
  });
}

function blockFindings(raw: unknown): Finding[] {
  const hasSettings = typeof raw === 'object' && raw !== null && 'settings' in raw;
  const text = 'Для публичной интеграции нужен блок settings.';
  return hasSettings ? [] : [refused('manifest.settings', 'manifest.json', text)];
}

export async function checkArchive(
  code: string,
  zip: Uint8Array,
  context: CheckContext = { kind: 'public', known: [] },
): Promise<CheckResult> {
  const isPublic = context.kind === 'public';
  const findings: Finding[] = [];
  if (context.fileName !== undefined && context.fileName !== 'widget.zip') {
    findings.push(refused('archive.name', context.fileName, 'Архив должен называться widget.zip.'));
  }
  const files = unpack(zip);
  if (files === null) {
    return { ok: false, findings: [...findings, refused('archive.zip', 'widget.zip', 'Это не архив zip.')] };
  }
  findings.push(...packageFindings(files));
  if (!files.has('manifest.json') && [...files.keys()].some((name) => name.endsWith('/manifest.json'))) {
    findings.push(
      refused('archive.root', 'widget.zip', 'Файлы лежат в папке, а должны лежать в корне архива.'),
    );
    return { ok: false, findings };
  }
  if (!files.has('script.js')) findings.push(refused('file.missing', 'script.js', 'Файла нет в архиве.'));
  const raw = readJson(files, 'manifest.json');
  if ('finding' in raw) return { ok: false, findings: [...findings, raw.finding] };
  const text = new TextDecoder().decode(files.get('manifest.json'));
  const parsed = manifestSchema.safeParse(raw.value);
  if (!parsed.success) return { ok: false, findings: [...findings, ...schemaFindings(raw.value, text)] };
  const manifest = parsed.data;
  const i18n: Record<string, unknown> = {};
  for (const locale of manifest.widget.locale) {
    const read = readJson(files, `i18n/${locale}.json`);
    if ('finding' in read) findings.push(read.finding);
    else i18n[locale] = read.value;
  }
  findings.push(
    ...(isPublic ? blockFindings(raw.value) : []),
    ...manifestFindings(manifest, text),
    ...i18nFindings(manifest, i18n, files),
    ...imageFindingsOf(manifest, files),
    ...(await sourceFindings(files, manifest, code, isPublic)),
    ...knownFindings(code, files, manifest, context.known),
  );
  if (findings.some((finding) => finding.severity === 'error')) return { ok: false, findings };
  return { ok: true, archive: { code, manifest, i18n, files }, findings };
}
