import { readFileSync, writeFileSync } from 'node:fs';
import { parts } from './parts.ts';
import { table, withTable } from './table.ts';

const readme = new URL('../README.md', import.meta.url);
writeFileSync(readme, withTable(readFileSync(readme, 'utf8'), table(parts)));
