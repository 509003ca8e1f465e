import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { picturesIn } from './guide.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'docs/screenshots');
const gallery = picturesIn(readFileSync(join(folder, 'README.md'), 'utf8'));

test('every picture stands in the gallery, once', () => {
  const taken = readdirSync(folder).filter((name) => name.endsWith('.png'));
  expect(gallery.toSorted()).toEqual(taken.toSorted());
});

test('every picture that a document names is there', () => {
  for (const document of globSync(['*.md', 'docs/**/*.md', '{bench,e2e,sandbox}/**/*.md'], { cwd: root })) {
    const path = join(root, document);
    for (const picture of picturesIn(readFileSync(path, 'utf8'))) {
      expect(existsSync(join(dirname(path), picture)), `${document}: ${picture}`).toBe(true);
    }
  }
});
