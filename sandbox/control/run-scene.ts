import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { scenes } from './scenes/index.ts';
import { runScene, undoScene } from './scenes/stage.ts';

// node sandbox/control/run-scene.ts NAME [--undo] [--fast] --amocrm URL --archimed URL
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    amocrm: { type: 'string', default: 'http://localhost:8788' },
    archimed: { type: 'string', default: 'http://localhost:8789' },
    account: { type: 'string' },
    source: { type: 'string' },
    undo: { type: 'boolean', default: false },
    fast: { type: 'boolean', default: false },
  },
});

const scene = scenes.find(({ id, title }) => id === positionals[0] || title === positionals[0]);
if (scene === undefined) {
  console.error('Scenes:');
  for (const { id, title } of scenes) console.error(`  ${id.padEnd(20)}${title}`);
  process.exit(1);
}

const theatre = {
  urls: { amocrm: values.amocrm, archimed: values.archimed },
  ...(values.account === undefined ? {} : { accountId: values.account }),
  ...(values.source === undefined ? {} : { sourceId: values.source }),
  say: (text: string) => console.log(text),
  pause: (ms: number) => (values.fast ? Promise.resolve() : sleep(ms)),
};

try {
  if (values.undo) {
    await undoScene(scene.id, theatre);
    console.log(`«${scene.title}» отменена.`);
  } else {
    console.log(`${scene.title}. ${scene.happens}`);
    await runScene(scene, theatre);
    console.log(`Смотреть: ${scene.see}`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
