import { sweep } from './account/sweeper.ts';
import { createApp } from './app.ts';
import type { Bindings } from './bindings.ts';

export { AccountObject } from './account/account.object.ts';

const app = createApp();

export default {
  fetch: app.fetch,
  scheduled: (_controller, env, ctx) => ctx.waitUntil(sweep(env)),
} satisfies ExportedHandler<Bindings>;
