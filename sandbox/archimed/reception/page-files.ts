import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import type { Context } from 'hono';

const contentTypes = new Map([
  ['html', 'text/html'],
  ['css', 'text/css'],
  ['ts', 'text/javascript'],
]);

/** The page's own modules are TypeScript: the types are stripped on the way out. */
export async function pageFile(c: Context, name: string): Promise<Response> {
  const extension = /^[a-z-]+\.(html|css|ts)$/.exec(name)?.[1];
  const type = extension === undefined ? undefined : contentTypes.get(extension);
  if (type === undefined) return c.notFound();
  const text = await readFile(new URL(`./files/${name}`, import.meta.url), 'utf8').catch(() => null);
  if (text === null) return c.notFound();
  return c.body(extension === 'ts' ? stripTypeScriptTypes(text) : text, 200, {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
  });
}
