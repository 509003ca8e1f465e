import { list, textOf } from './reading.ts';
import type { DoubleName, Method, Scene, Stage, UndoStep } from './scene.ts';

/** The two admin APIs: `fetch` only, so that a scene runs in a page as well as from a shell. */
export type Theatre = {
  urls: Record<DoubleName, string>;
  /** The first ones when left out. */
  accountId?: string;
  sourceId?: string;
  say(text: string): void;
  pause(ms: number): Promise<void>;
};

export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Runs the scene; one that is still on is taken back first. */
export async function runScene(scene: Scene, theatre: Theatre): Promise<void> {
  await undoScene(scene.id, theatre);
  const steps: UndoStep[] = [];
  try {
    await scene.run(await stageOf(theatre, steps));
  } finally {
    // Kept by the double, also after a failure half-way: another page or shell can take it back.
    if (steps.length > 0) await call(theatre.urls.amocrm, 'PUT', `/scenes/${scene.id}`, { steps });
  }
}

export async function undoScene(id: string, theatre: Theatre): Promise<void> {
  const scenes = list(await call(theatre.urls.amocrm, 'GET', '/scenes'), 'scenes');
  const steps = list(
    scenes.find((scene) => textOf(scene, 'id') === id),
    'steps',
  );
  for (const step of steps.reverse()) await undoStep(theatre, step);
  await call(theatre.urls.amocrm, 'DELETE', `/scenes/${id}`);
}

async function undoStep(theatre: Theatre, step: unknown): Promise<void> {
  const double = textOf(step, 'double') === 'amocrm' ? 'amocrm' : 'archimed';
  const body = typeof step === 'object' && step !== null ? Reflect.get(step, 'body') : undefined;
  try {
    await call(theatre.urls[double], textOf(step, 'method'), textOf(step, 'path'), body);
  } catch (error) {
    // What is gone by now (a fault used up, data loaded anew) needs no taking back.
    if (!(error instanceof Refused && [404, 409].includes(error.status))) throw error;
    theatre.say(`Пропущено: ${error.message}`);
  }
}

async function stageOf(theatre: Theatre, steps: UndoStep[]): Promise<Stage> {
  const { urls } = theatre;
  const accountPath = `/accounts/${theatre.accountId ?? (await firstOwner(urls.amocrm))}`;
  const sourcePath = `/sources/${theatre.sourceId ?? (await firstOwner(urls.archimed))}`;
  const pull = (double: DoubleName, method: Method, path: string, body?: unknown): Promise<unknown> =>
    call(urls[double], method, path, body);
  return {
    pull,
    accountPath,
    sourcePath,
    later: (step) => void steps.push(step),
    account: () => pull('amocrm', 'GET', accountPath),
    source: () => pull('archimed', 'GET', sourcePath),
    say: theatre.say,
    pause: theatre.pause,
    async endOthers() {
      for (const scene of list(await call(urls.amocrm, 'GET', '/scenes'), 'scenes')) {
        if (list(scene, 'steps').length === 0) continue;
        theatre.say(`Отменяю: ${textOf(scene, 'title')}`);
        await undoScene(textOf(scene, 'id'), theatre);
      }
    },
  };
}

async function firstOwner(url: string): Promise<string> {
  const id = textOf(await call(url, 'GET', '/state'), 'owners', 0, 'id');
  if (id === '') throw new Error(`${url}: ни одного аккаунта или источника, загрузите данные`);
  return id;
}

async function call(url: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const reply = await fetch(`${url}/_sandbox${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  if (!reply.ok) throw new Refused(reply.status, `${method} ${path}: ${reply.status} ${text.slice(0, 300)}`);
  return text === '' ? null : JSON.parse(text);
}
