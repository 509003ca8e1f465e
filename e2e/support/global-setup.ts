import { ensureBuilt } from '../../scripts/ensure-built.ts';
import { ensureBundled } from '../../scripts/worker-bundle.ts';

/** Once for all files: the Worker, and the pages, which each file copies; it builds only the archive, which knows its address. */
export default function setup(): void {
  ensureBundled();
  ensureBuilt('http://localhost:8787');
}
