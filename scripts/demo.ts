import { join } from 'node:path';
import { connectDemoClinic } from '../sandbox/demo/connect.ts';
import { demoCrm } from '../sandbox/demo/crm.ts';
import { startStack } from './stack.ts';
import { StartProblem } from './worker-process.ts';

// `npm run demo`: the Worker, both doubles and a connected clinic on this machine; nothing outside is needed.
const root = join(import.meta.dirname, '..');
const port = Number(process.env.PORT || 8787);

try {
  console.log('Starting the Worker and both doubles …');
  const stack = await startStack({
    ports: { worker: port, amocrm: port + 1, archimed: port + 2 },
    stateDir: join(root, '.demo/state'),
    outDir: port === 8787 ? join(root, 'dist') : join(root, `.demo/dist-${port}`),
    log: process.env.DEMO_LOG ? 'inherit' : 'ignore',
  });
  let stopping = false;
  const stop = () => {
    if (!stopping) {
      stopping = true;
      console.log('\nStopping …');
      void stack.stop().then(() => process.exit(0));
    }
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  console.log('Connecting the clinic «Заря» …');
  await connectDemoClinic(stack);
  console.log(`
Ready. Everything below is invented data on this machine.

  Deal card      ${stack.amocrmUrl}/leads/detail/${demoCrm.firstLead}
  All deals      ${stack.amocrmUrl}/
  Reception      ${stack.archimedUrl}/reception/
  Settings       ${stack.amocrmUrl}/settings/widgets/${demoCrm.widgetCode}/advanced

Book a visit on the deal card, set «Пациент пришёл» at the reception and watch the deal move. Ctrl-C stops everything.`);
  const code = await stack.worker.exited;
  if (!stopping) {
    console.error(`The Worker stopped by itself (code ${code}).`);
    await stack.stop();
    process.exit(1);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(error instanceof StartProblem ? 1 : 2);
}
