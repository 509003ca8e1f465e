import type { Files, Manifest } from './archive.ts';
import { type Finding, refused } from './finding.ts';
import { callbackFindings } from './source-callbacks.ts';
import { callFindings } from './source-calls.ts';
import { parseSource, type Source } from './source-context.ts';
import { globalFindings } from './source-globals.ts';
import { readableFindings } from './source-readable.ts';
import { remoteFindings } from './source-remote.ts';
import { styleFindings } from './style-rules.ts';

/** The code audit of a public widget (amocrm-api.md §6.8); a private one is only told. */

function templateFindings(file: string, text: string): Finding[] {
  const found: Finding[] = [];
  text.split('\n').forEach((line, index) => {
    if (/<script\b/i.test(line)) {
      found.push(refused('source.script_element', file, 'Тег <script> в шаблоне недопустим.', index + 1));
    }
    if (/<link\b[^>]*href\s*=\s*["']?(https?:)?\/\//i.test(line)) {
      found.push(refused('source.remote', file, 'Стили с чужого адреса: положите их в архив.', index + 1));
    }
  });
  return found;
}

export async function sourceFindings(
  files: Files,
  manifest: Manifest,
  code: string,
  isPublic: boolean,
): Promise<Finding[]> {
  const found: Finding[] = [];
  const sources: Source[] = [];
  for (const [file, bytes] of files) {
    const text = new TextDecoder().decode(bytes);
    if (file === 'style.css') found.push(...styleFindings(text, code));
    if (file.endsWith('.twig')) found.push(...templateFindings(file, text));
    if (!file.endsWith('.js')) continue;
    const parsed = await parseSource(file, text);
    if (!parsed.ok) {
      found.push(refused('source.syntax', file, `Код не читается: ${parsed.reason}`, parsed.line));
      continue;
    }
    const { source } = parsed;
    sources.push(source);
    found.push(
      ...callFindings(source),
      ...globalFindings(source),
      ...remoteFindings(source),
      ...readableFindings(source),
    );
  }
  if (!isPublic) {
    for (const finding of found) if (finding.code !== 'source.syntax') finding.severity = 'warning';
  }
  return [...found, ...callbackFindings(sources, manifest.locations)];
}
