import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

type Options = { root: string; publicUrl: string; version: string; outDir: string };

/** The archive's files (amocrm-api.md §6.1): manifest, one readable AMD module, texts, images. */
export async function buildArchive(options: Options): Promise<void> {
  const source = join(options.root, 'widget/amocrm');
  const manifest = readFileSync(join(source, 'manifest.json'), 'utf8')
    .replaceAll('{version}', options.version)
    .replaceAll('{publicUrl}', options.publicUrl);
  writeFileSync(join(options.outDir, 'manifest.json'), manifest);
  writeFileSync(join(options.outDir, 'script.js'), await bundleScript(options));
  for (const folder of ['i18n', 'images']) {
    cpSync(join(source, folder), join(options.outDir, folder), { recursive: true });
  }
}

/**
 * Moderation reads the code (§6.8), so nothing is minified and Preact comes from its sources, not from its minified
 * build. The bundler makes no AMD, so its one function is put into `define` here.
 */
async function bundleScript({ root, publicUrl, version }: Options): Promise<string> {
  const preact = join(root, 'node_modules/preact');
  const result = await build({
    configFile: false,
    root: join(root, 'widget'),
    publicDir: false,
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    define: {
      __PUBLIC_URL__: JSON.stringify(publicUrl),
      __VERSION__: JSON.stringify(version),
    },
    resolve: {
      alias: [
        { find: /^preact$/, replacement: join(preact, 'src/index.js') },
        { find: /^preact\/hooks$/, replacement: join(preact, 'hooks/src/index.js') },
        { find: /^preact\/jsx-runtime$/, replacement: join(preact, 'jsx-runtime/src/index.js') },
      ],
    },
    build: {
      write: false,
      minify: false,
      cssMinify: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: join(root, 'widget/amocrm/script.ts'),
        preserveEntrySignatures: 'strict',
        output: { format: 'iife', name: 'defineWidget', exports: 'default' },
      },
    },
  });
  const output = Array.isArray(result) ? result[0]?.output : 'output' in result ? result.output : undefined;
  const [chunk, ...others] = output ?? [];
  if (chunk?.type !== 'chunk' || others.length > 0) {
    throw new Error('the archive must be one script and nothing else');
  }
  return ["define(['jquery'], function ($) {", chunk.code.trim(), 'return defineWidget($);', '});', ''].join(
    '\n',
  );
}
