import { startAmocrmSandbox } from './server.ts';

const sandbox = await startAmocrmSandbox({ port: Number(process.env.PORT ?? 8788) });
console.log(`amoCRM sandbox: ${sandbox.url}`);
