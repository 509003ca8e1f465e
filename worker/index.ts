import { createApp } from './app.ts';

export { AccountObject } from './account/account.object.ts';

const app = createApp();

export default { fetch: app.fetch };
