import { unzipSync } from 'fflate';

/** Files of an archive by their path inside it. */
export type Archive = ReadonlyMap<string, Uint8Array>;

/** One rule that an archive breaks, in a sentence for whoever has to mend it. */
export type Problem = { rule: string; file: string; line: number | null; text: string };

export function openZip(zip: Uint8Array): Archive {
  // Folders are entries, too; only files matter.
  return new Map(Object.entries(unzipSync(zip)).filter(([path]) => !path.endsWith('/')));
}

export function textOf(archive: Archive, path: string): string | null {
  const content = archive.get(path);
  // A byte order mark stays in the text: whether there is one is a rule.
  return content === undefined ? null : new TextDecoder('utf-8', { ignoreBOM: true }).decode(content);
}

export function jsonOf(archive: Archive, path: string): unknown {
  const text = textOf(archive, path);
  if (text === null) return undefined;
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** `script.js:12: … (code.eval)`. */
export function sentenceOf({ file, line, text, rule }: Problem): string {
  return `${line === null ? file : `${file}:${line}`}: ${text} (${rule})`;
}
