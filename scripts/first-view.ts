import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What a page loads before it shows anything, gzipped; more fails the build. Parts that are loaded later do not count. */
export const FIRST_VIEW_LIMITS: Readonly<Record<string, number>> = {
  settings: 110_000,
  booking: 60_000,
  journal: 60_000,
};

/** The page itself and the scripts and styles that its HTML names. */
export function firstViewBytes(clientDir: string, page: string): number {
  const html = readFileSync(join(clientDir, page, 'index.html'), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="(\/widget\/[^"]+)"/g)].map((match) => match[1] ?? '');
  const files = named.map((path) => readFileSync(join(clientDir, path)));
  return [Buffer.from(html), ...files].reduce((sum, content) => sum + gzipSync(content).length, 0);
}

export function checkFirstView(clientDir: string, limits = FIRST_VIEW_LIMITS): string[] {
  return Object.entries(limits).map(([page, limit]) => {
    const bytes = firstViewBytes(clientDir, page);
    if (bytes > limit) {
      throw new Error(
        `The first view of ${page} loads ${bytes} bytes gzipped, ${limit} are allowed (scripts/first-view.ts).`,
      );
    }
    return `first view of ${page}: ${bytes} bytes gzipped of ${limit} allowed`;
  });
}
