import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vite';

const widget = join(import.meta.dirname, 'widget');
/** Pages of the Worker: `dist/client/{page}/index.html`, what they load under `dist/client/widget/`. */
export const pages = ['booking', 'journal', 'settings'].filter((page) =>
  existsSync(join(widget, page, 'index.html')),
);

export default defineConfig({
  root: widget,
  publicDir: false,
  base: '/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: join(import.meta.dirname, 'dist/client'),
    emptyOutDir: true,
    assetsDir: 'widget',
    // The pages' CSP has no data: sources for scripts and styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: Object.fromEntries(pages.map((page) => [page, join(widget, page, 'index.html')])),
    },
  },
});
