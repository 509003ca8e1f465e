import { startRunner } from './framework/runner.ts';
import { parts } from './parts.ts';

/** `node sandbox/contract/run-cases.ts {id}…`: runs these cases (all without an id), one JSON line each. */

const wanted = new Set(process.argv.slice(2));
const cases = parts.flatMap((part) => part.cases).filter((one) => wanted.size === 0 || wanted.has(one.id));
const runner = await startRunner();
for (const one of cases) {
  const problem = await runner.run(one).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  console.log(JSON.stringify({ id: one.id, problem }));
}
await runner.close();
// Hooks of a mutated double may still be waiting for their next attempt.
process.exit(0);
