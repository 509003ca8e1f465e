import { ensureBuilt } from '../../scripts/ensure-built.ts';

/** The pages once for all files: each of them copies these and builds only the archive, which knows its Worker's address. */
export default function setup(): void {
  ensureBuilt('http://localhost:8787');
}
