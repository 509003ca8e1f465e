import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { guideHtml, picturesIn } from './guide.ts';

const docs = join(import.meta.dirname, '../docs');
const source = readFileSync(join(docs, 'guide.ru.md'), 'utf8');

test('headings, lists, quotes, tables, pictures and links become what they are', () => {
  const html = guideHtml(
    '# Как\n\nТекст **важный** <b>.\nДальше\n\n- раз\n- [два](#как)\n\n1. один\n\n![](п)\n\n2. два\n\n> Цитата\n> 1. в ней\n\n| а | б |\n|---|---|\n| `в` | [г](../README.md#x) |\n\n![Вид](a/b.png)',
  );
  const body = html.slice(html.indexOf('<main>') + 6, html.indexOf('</main>')).replaceAll('\n', '');
  expect(body.trim()).toBe(
    '<h1 id="как">Как</h1><p>Текст <strong>важный</strong> &lt;b&gt;.Дальше</p><ul><li>раз</li><li><a href="#как">два</a></li></ul><ol><li>один</li></ol><p><img src="п" alt="" loading="lazy"></p><ol start="2"><li>два</li></ol><blockquote><p>Цитата</p><ol><li>в ней</li></ol></blockquote><table><thead><tr><th>а</th><th>б</th></tr></thead><tbody><tr><td><code>в</code></td><td>г</td></tr></tbody></table><p><img src="a/b.png" alt="Вид" loading="lazy"></p>',
  );
});

test('every link inside the guide leads somewhere, every picture is there, no Markdown is left over', () => {
  const html = guideHtml(source);
  for (const [, anchor] of html.matchAll(/href="#([^"]+)"/g)) expect(html).toContain(`id="${anchor}"`);
  for (const picture of picturesIn(source)) expect(existsSync(join(docs, picture)), picture).toBe(true);
  expect(html.replace(/<style>[\s\S]*<\/style>/, '')).not.toMatch(/\*\*|\]\(|^\||^- /m);
});
