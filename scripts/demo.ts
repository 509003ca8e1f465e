import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { demoKey } from '../sandbox/demo/clinic.ts';
import { connectDemoClinic } from '../sandbox/demo/connect.ts';
import { demoCrm } from '../sandbox/demo/crm.ts';
import { type Stack, startStack } from './stack.ts';
import { onStopSignal, portOf, StartProblem } from './worker-process.ts';

// `npm run demo`: the Worker, both doubles and a connected clinic on this machine; nothing outside is needed.
// `npm run demo -- --empty`: the same before anybody has installed the widget, to connect the clinic by hand.
const root = join(import.meta.dirname, '..');
let stack: Stack | null = null;
let stopping = false;

onStopSignal(async () => {
  stopping = true;
  console.log('\nStopping …');
  await stack?.stop();
});

try {
  const port = portOf(process.env.PORT, 65_533);
  // Each port has files of its own: a second demo beside the first must not empty the storage under it.
  const suffix = port === 8787 ? '' : `-${port}`;
  console.log('Starting the Worker and both doubles …');
  stack = await startStack({
    ports: { worker: port, amocrm: port + 1, archimed: port + 2 },
    stateDir: join(root, `.demo/state${suffix}`),
    outDir: suffix === '' ? join(root, 'dist') : join(root, `.demo/dist${suffix}`),
    log: process.env.DEMO_LOG ? 'inherit' : 'ignore',
  });
  const { values } = parseArgs({ options: { empty: { type: 'boolean', default: false } } });
  if (values.empty) {
    console.log(emptyStory(stack));
  } else {
    console.log('Connecting the clinic «Заря» …');
    await connectDemoClinic(stack);
    console.log(connectedStory(stack));
  }
  const code = await stack.worker.exited;
  if (!stopping) {
    console.error(`The Worker stopped by itself (code ${code}).`);
    await stack.stop();
    process.exit(1);
  }
} catch (error) {
  // What was asked to stop may fail on the way.
  if (!stopping) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(error instanceof StartProblem ? 1 : 2);
  }
}

function connectedStory({ amocrmUrl, archimedUrl }: Stack): string {
  return `
Ready. Everything below is invented data on this machine.

  Deal card      ${amocrmUrl}/leads/detail/${demoCrm.firstLead}
  All deals      ${amocrmUrl}/
  Reception      ${archimedUrl}/reception/
  Settings       ${amocrmUrl}/settings/widgets/${demoCrm.widgetCode}/advanced
  Control page   ${amocrmUrl}/_sandbox/   (faults, clock, scenes, both doubles)

Book a visit on the deal card, set «Пациент пришёл» at the reception and watch the deal move. Ctrl-C stops everything.`;
}

function emptyStory({ amocrmUrl, archimedUrl }: Stack): string {
  return `
Ready: an amoCRM account with the widget's archive uploaded and a clinic that nobody has connected yet.

  1. ${amocrmUrl}/settings/widgets
     On the widget's card press «Установить», agree, «Установить» again.
  2. ${amocrmUrl}/settings/widgets/${demoCrm.widgetCode}/advanced   (also the link that the card has then)
     «Подключение» leads through the rest. The keys it asks for:
     API ID       ${demoKey.apiId}
     API Secret   ${demoKey.apiSecret}
  3. ${archimedUrl}/reception/
     Book somebody who has an open deal; within seconds it moves:
     ${amocrmUrl}/

Ctrl-C stops everything.`;
}
