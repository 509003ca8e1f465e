import { startAmocrmSandbox } from './server.ts';

const sandbox = await startAmocrmSandbox({
  port: Number(process.env.PORT ?? 8788),
  peerUrl: process.env.PEER_URL ?? 'http://localhost:8789',
});
console.log(`amoCRM sandbox: ${sandbox.url}`);
console.log(`control page:   ${sandbox.url}/_sandbox/`);
