import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Zippable, zipSync } from 'fflate';
import type { Archive } from './archive-check/archive.ts';

/** What lies in the folder, as it stands in the archive. */
export function readFolder(folder: string): Archive {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return new Map(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [relative(folder, path), new Uint8Array(readFileSync(path))];
    }),
  );
}

// A zip holds local times of 1980 and later; a fixed one makes equal sources an equal archive.
const ZIP_TIME = new Date(2020, 0, 1);

/** The zip that amoCRM takes. */
export function packed(archive: Archive): Uint8Array {
  const zip: Zippable = {};
  const files = [...archive].toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [path, content] of files) zip[path] = [content, { mtime: ZIP_TIME }];
  return zipSync(zip, { level: 9 });
}

/** The same archive for a Worker at another address, as if it had been built for it. */
export function readdressed(archive: Archive, from: string, to: string): Archive {
  const isText = (path: string) => path.endsWith('.js') || path.endsWith('.json');
  return new Map(
    [...archive].map(([path, content]) => [
      path,
      isText(path)
        ? new TextEncoder().encode(new TextDecoder().decode(content).replaceAll(from, to))
        : content,
    ]),
  );
}
