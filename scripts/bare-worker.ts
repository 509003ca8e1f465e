import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { z } from 'zod';
import { bundleSchema, COMPATIBILITY_DATE, modulesOf, productBindings } from './worker-bundle.ts';
import { onStopSignal } from './worker-process.ts';

/**
 * `bare-worker.ts FOLDER PORT [ASSETS]`: the Worker in workerd by miniflare alone, as `prepareBareWorker` left it in the folder.
 * There is no proxy of `wrangler dev` in front of it, which costs as much as the Worker and does not outlive thousands of calls.
 */
const [folder = '', port, directory] = process.argv.slice(2);
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const bundle = bundleSchema.parse(read('bundle.json'));

const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    ...productBindings,
    port: Number(port),
    compatibilityDate: COMPATIBILITY_DATE,
    resourcePersistencePath: join(folder, 'v3'),
    modules: modulesOf(bundle),
    // As wrangler.toml has it.
    ...(directory === undefined
      ? {}
      : {
          assets: {
            directory,
            binding: 'ASSETS',
            routerConfig: { invoke_user_worker_ahead_of_assets: true, has_user_worker: true },
          },
        }),
    bindings: z.record(z.string(), z.string()).parse(read('worker.json')),
    handleStructuredLogs: ({ message }) => console.log(message),
  }),
);
onStopSignal(() => miniflare.dispose());
await miniflare.ready;
