import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The user guide as a page of the Worker (`/guide/`): administrators of clinics have no repository. It reads the Markdown
 * that `docs/guide.ru.md` uses and no more; what it does not know stays visible as text.
 */
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
${blocks(source.split('\n')).join('\n')}
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

type Block = { belongs: RegExp; html: (lines: string[]) => string };

const kinds: readonly Block[] = [
  {
    belongs: /^> ?/,
    html: (lines) => wrap('blockquote', blocks(lines.map((line) => line.replace(/^> ?/, '')))),
  },
  { belongs: /^\|/, html: table },
  { belongs: /^- /, html: (lines) => list('ul', lines, /^- /) },
  { belongs: /^\d+\. /, html: (lines) => list('ol', lines, /^\d+\. /) },
  { belongs: /^#{1,3} /, html: (lines) => lines.map(heading).join('\n') },
];

function blocks(lines: readonly string[]): string[] {
  const made: string[] = [];
  let rest = [...lines];
  while (rest.length > 0) {
    const [first = ''] = rest;
    if (first === '') {
      rest = rest.slice(1);
      continue;
    }
    const kind = kinds.find(({ belongs }) => belongs.test(first));
    const ends = rest.findIndex((line, index) =>
      kind === undefined
        ? index > 0 && (line === '' || kinds.some(({ belongs }) => belongs.test(line)))
        : !kind.belongs.test(line),
    );
    const own = ends === -1 ? rest : rest.slice(0, ends);
    rest = rest.slice(own.length);
    made.push(kind === undefined ? wrap('p', [inline(own.join('\n'))]) : kind.html(own));
  }
  return made;
}

function heading(line: string): string {
  const level = line.indexOf(' ');
  const text = line.slice(level + 1);
  return `<h${level} id="${anchorOf(text)}">${inline(text)}</h${level}>`;
}

function list(tag: 'ul' | 'ol', lines: readonly string[], sign: RegExp): string {
  const items = lines.map((line) => wrap('li', [inline(line.replace(sign, ''))])).join('\n');
  // A list that a picture has interrupted goes on with its own number.
  const first = tag === 'ol' ? Number.parseInt(lines[0] ?? '', 10) : 1;
  return `<${tag}${first > 1 ? ` start="${first}"` : ''}>${items}</${tag}>`;
}

function table(lines: readonly string[]): string {
  const [head = '', , ...body] = lines;
  const row = (line: string, cell: 'th' | 'td') =>
    wrap(
      'tr',
      line
        .replace(/^\||\|$/g, '')
        .split('|')
        .map((text) => wrap(cell, [inline(text.trim())])),
    );
  return wrap('table', [row(head, 'th'), ...body.map((line) => row(line, 'td'))]);
}

function inline(text: string): string {
  return escaped(text)
    .replace(/!\[([^\]]*)\]\(([^)]+)\)/g, '<img src="$2" alt="$1" loading="lazy">')
    .replace(/\[([^\]]+)\]\(([^)]+)\)/g, (_, label: string, target: string) =>
      // Other files of the repository are not served here.
      target.startsWith('../') ? label : `<a href="${target}">${label}</a>`,
    )
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/`([^`]+)`/g, '<code>$1</code>');
}

function wrap(tag: string, inner: readonly string[]): string {
  return `<${tag}>${inner.join('\n')}</${tag}>`;
}

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
