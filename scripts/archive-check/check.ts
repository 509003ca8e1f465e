import { gzipSync } from 'node:zlib';
import { type Archive, type Problem, textOf } from './archive.ts';
import { codeProblems } from './code-rules.ts';
import { imageProblems } from './image-rules.ts';
import { manifestProblems, readManifest } from './manifest-rules.ts';
import { packageProblems } from './package-rules.ts';
import { readableProblems } from './readable-rules.ts';
import { sdkProblems } from './sdk-rules.ts';
import { styleProblems } from './style-rules.ts';
import { parseSource } from './syntax.ts';
import { textProblems } from './text-rules.ts';

/** The code of the archive, gzipped; more fails the build. */
export const MAX_CODE_BYTES = 60 * 1024;

/**
 * amoCRM's rules for archives and moderation (amocrm-api.md §6.1–6.8), as far as they can be seen in the files. What only
 * a person sees (the drawings of the logos, the listing, test credentials) is not here.
 */
export function checkArchive(archive: Archive, expected: { publicUrl: string; version: string }): Problem[] {
  const { manifest, problems } = readManifest(archive);
  const found = [...packageProblems(archive), ...problems];
  if (manifest !== null) {
    found.push(
      ...manifestProblems(manifest, expected),
      ...textProblems(archive, manifest),
      ...imageProblems(archive, manifest),
    );
  }
  for (const file of [...archive.keys()].filter((path) => path.endsWith('.js'))) {
    const source = parseSource(file, textOf(archive, file) ?? '');
    if ('rule' in source) {
      found.push(source);
      continue;
    }
    found.push(...readableProblems(source), ...codeProblems(source), ...styleProblems(archive, source));
    if (file === 'script.js') found.push(...sdkProblems(source, manifest, expected.publicUrl));
  }
  const bytes = codeBytes(archive);
  if (bytes > MAX_CODE_BYTES) {
    const text = `${bytes} bytes gzipped, at most ${MAX_CODE_BYTES} are allowed`;
    found.push({ rule: 'code.size', file: 'script.js', line: null, text });
  }
  return found;
}

export function codeBytes(archive: Archive): number {
  const code = [...archive].filter(([file]) => /\.(js|css)$/.test(file));
  return code.reduce((sum, [, content]) => sum + gzipSync(content).length, 0);
}
