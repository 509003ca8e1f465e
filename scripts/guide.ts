import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Marked } from 'marked';

/** The user guide as a page of the Worker (`/guide/`): administrators of clinics have no repository. */
export function writeGuide(root: string, clientDir: string): void {
  const docs = join(root, 'docs');
  const source = readFileSync(join(docs, 'guide.ru.md'), 'utf8');
  const folder = join(clientDir, 'guide');
  for (const picture of picturesIn(source)) {
    // A new picture is taken from a running demo: it may not be there yet. A test sees that all are.
    if (!existsSync(join(docs, picture))) continue;
    mkdirSync(join(folder, dirname(picture)), { recursive: true });
    copyFileSync(join(docs, picture), join(folder, picture));
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.html'), guideHtml(source));
}

export function guideHtml(source: string): string {
  const title = /^# (.+)$/m.exec(source)?.[1] ?? 'ArchiMed+';
  return `<!doctype html>
<html lang="ru">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <!--config-->
    <title>${escaped(title)}</title>
    <style>${STYLE}</style>
  </head>
  <body>
    <main>
${markdown.parse(source, { async: false })}
    </main>
  </body>
</html>
`;
}

/** As GitHub makes them, so that the links of the file work in both places. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .replaceAll(' ', '-');
}

export function picturesIn(source: string): string[] {
  return [...source.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map((match) => match[1] ?? '');
}

/** Raw HTML of the source is shown as text; other files of the repository are not served here. */
const markdown = new Marked({
  renderer: {
    heading({ tokens, depth, text }) {
      return `<h${depth} id="${anchorOf(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
    },
    html: ({ text }) => escaped(text),
    link({ href, tokens }) {
      const label = this.parser.parseInline(tokens);
      return href.startsWith('../') ? label : `<a href="${escaped(href)}">${label}</a>`;
    },
    image: ({ href, text }) => `<img src="${escaped(href)}" alt="${escaped(text)}" loading="lazy">`,
  },
});

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; font: 16px/1.55 "PT Sans", "Segoe UI", Roboto, Arial, sans-serif; color: #363b44; background: #fff; }
main { max-width: 820px; margin: 0 auto; padding: 24px 16px 64px; }
h1, h2, h3 { line-height: 1.25; margin: 1.6em 0 0.5em; }
h1 { font-size: 26px; } h2 { font-size: 20px; } h3 { font-size: 17px; }
img { display: block; max-width: 100%; height: auto; margin: 12px 0; border: 1px solid #e3e3e3; border-radius: 4px; }
a { color: #0057a9; }
blockquote { margin: 12px 0; padding: 2px 16px; border-left: 3px solid #c5c5c5; }
table { display: block; overflow-x: auto; border-collapse: collapse; }
th, td { padding: 6px 10px; border: 1px solid #e3e3e3; text-align: left; vertical-align: top; }
code { font-size: 0.93em; }
@media (prefers-color-scheme: dark) {
  body { color: #f2f2f2; background: #0f2231; }
  a { color: #4ba8ff; }
  img, th, td { border-color: #284860; }
}
`;
