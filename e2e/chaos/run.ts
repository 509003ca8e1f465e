import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { connectClinic } from '../../sandbox/demo/connect.ts';
import { demoCrm } from '../../sandbox/demo/crm.ts';
import { type Stack, startStack } from '../../scripts/stack.ts';
import { freePorts } from '../support/product.ts';
import { clientOf } from './api.ts';
import { adopt, clickOperations, lookAt, settleClick } from './clicks.ts';
import { OLD_TALONS } from './clinic.ts';
import { deskOperations } from './desk.ts';
import { doublesOf } from './doubles.ts';
import { drain, repair } from './drain.ts';
import { type Placed, startFaults } from './faults.ts';
import { killAgainAndAgain } from './killer.ts';
import { count, createLedger, isOver, present, type Visit } from './ledger.ts';
import { managerOperations } from './managers.ts';
import { judge, type Verdict } from './oracle.ts';
import { isBooking, type Kind, kinds, type Operation, type PlanOptions, planOf } from './plan.ts';
import { createScene, type Scene } from './scene.ts';
import { storiesOf } from './stories.ts';
import {
  type Account,
  type AccountOptions,
  accountDescription,
  accountsOf,
  sourceDescription,
} from './world.ts';

export type RunOptions = AccountOptions & {
  events: number;
  kills: number;
  durationMs: number;
  /** How long the last operations may still wait for the product, when the time is over. */
  graceMs?: number;
  /** How long a click may go without a final answer after the faults. */
  clickMs: number;
  drainMs: number;
  /** The accounts that have to come to rest; all of them when left out. */
  awaited?: (account: number) => boolean;
  /** 450: three days of retries in ten minutes. */
  timeScale: number;
  faults: 'every' | readonly Placed[];
  /** Other operations than the usual ones, account by account. */
  weightsOf?: PlanOptions['weightsOf'];
  /** How late hooks are, account by account. */
  hookDelayOf?: (account: number) => number | undefined;
  /** A changed copy of the Worker. */
  sourceDir?: string;
  log?: 'inherit' | 'ignore';
  progress?: (text: string) => void;
  /** After mistakes the Worker's storage stays, to be looked into. */
  keep?: boolean;
};

export type Run = {
  verdict: Verdict;
  accounts: Account[];
  operations: ReadonlyMap<string, number>;
  operationsOf(account: number): ReadonlyMap<string, number>;
  struck: ReadonlyMap<string, number>;
  kills: number;
  requests: { amocrm: number; archimed: number };
  stories: string[];
  seconds: { start: number; chaos: number; drain: number; oracle: number };
};

export async function runChaos(options: RunOptions): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'chaos-'));
  const accounts = accountsOf(options);
  const say = options.progress ?? (() => {});
  const times = [Date.now()];
  let isKept = false;
  const [worker = 0, amocrm = 0, archimed = 0] = await freePorts(3);
  const stack = await startStack({
    ports: { worker, amocrm, archimed },
    stateDir: join(folder, 'state'),
    outDir: join(folder, 'dist'),
    variables: { TIME_SCALE: String(options.timeScale), POLL_SECONDS: '1' },
    log: options.log ?? 'ignore',
    withPages: false,
    ...(options.sourceDir === undefined ? {} : { sourceDir: options.sourceDir }),
    data: {
      accounts: (integration) => accounts.map((account) => accountDescription(account, integration)),
      clinics: (today) => accounts.map((account) => sourceDescription(account, today)),
    },
  });
  try {
    const scenes = await connect(stack, accounts, options);
    const before = await Promise.all(scenes.map((scene) => scene.doubles.crmState()));
    times.push(Date.now());
    say(`${accounts.length} accounts are connected`);

    const urls = { amocrm: stack.amocrmUrl, archimed: stack.archimedUrl };
    const storm = startFaults(urls, options.seed, options.faults);
    const plan = planOf({ ...options, accounts, weightsOf: options.weightsOf ?? (() => kinds) });
    for (const scene of scenes) scene.runsUntil(Date.now() + options.durationMs + (options.graceMs ?? 0));
    const [kills] = await Promise.all([killAgainAndAgain(stack, options, say), carryOut(scenes, plan, say)]);
    await storm.stop();
    times.push(Date.now());
    say('faults are over');

    const isAwaited = ({ account }: Scene) => options.awaited?.(account.index) ?? true;
    const awaited = scenes.filter(isAwaited);
    const others = scenes.filter((scene) => !isAwaited(scene));
    // Else a click whose last attempt failed would wait for hours of its own schedule.
    await Promise.all(awaited.map(repair));
    const [unfinished] = await Promise.all([
      finishClicks(awaited, options.clickMs).then(() => {
        say('every click was asked for its answer');
        return drain(awaited, options.drainMs, say);
      }),
      finishClicks(others, options.clickMs),
    ]);
    const inDoubt = (visit: Visit) => visit.unsure || visit.mayChange;
    await Promise.all(scenes.map((scene) => lookAgain(scene, inDoubt)));
    times.push(Date.now());
    say('drained');
    const verdict = await judge(scenes, before, unfinished);
    times.push(Date.now());
    isKept = options.keep === true && verdict.mistakes.length > 0;
    if (isKept) say(`the Worker's storage stays in ${folder}`);
    return {
      verdict,
      accounts,
      operations: total(scenes),
      operationsOf: (account) => total(scenes.filter((scene) => scene.account.id === account)),
      struck: storm.struck(),
      kills,
      requests: { amocrm: await requestsOf(stack.amocrmUrl), archimed: await requestsOf(stack.archimedUrl) },
      stories: await storiesOf(awaited, verdict.mistakes),
      seconds: {
        start: span(times, 0),
        chaos: span(times, 1),
        drain: span(times, 2),
        oracle: span(times, 3),
      },
    };
  } finally {
    await stack.stop();
    if (!isKept) rmSync(folder, { recursive: true, force: true });
  }
}

/** Numbered from the first: the log itself keeps the newest only. */
async function requestsOf(url: string): Promise<number> {
  const reply = await fetch(`${url}/_sandbox/log?limit=1`);
  const { rows } = z
    .looseObject({ rows: z.array(z.looseObject({ seq: z.int() })) })
    .parse(await reply.json());
  return rows.at(-1)?.seq ?? 0;
}

function span(times: readonly number[], from: number): number {
  return Math.round(((times[from + 1] ?? 0) - (times[from] ?? 0)) / 100) / 10;
}

const HOOK_DELAY_MS = 300;

async function connect(
  stack: Stack,
  accounts: readonly Account[],
  { seed, hookDelayOf }: RunOptions,
): Promise<Scene[]> {
  const today = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Moscow' }).format(new Date());
  return Promise.all(
    accounts.map(async (account) => {
      const doubles = doublesOf(stack.amocrmUrl, stack.archimedUrl, account);
      // Changed at different times: what the product asks for to find out how a clinic can be read.
      await doubles.change(OLD_TALONS[0], { info: 'была давно' });
      await connectClinic(stack, account.setup);
      // Late, twice and out of order, and again soon when the Worker was away.
      await doubles.settings({
        hooks: {
          double: true,
          shuffle: account.index % 2 === 0,
          delayMs: hookDelayOf?.(account.index) ?? HOOK_DELAY_MS,
          timeScale: 100,
        },
      });
      const manager = clientOf(stack, account.id, demoCrm.manager);
      const admin = clientOf(stack, account.id, demoCrm.admin);
      return createScene(account, { doubles, manager, admin, ledger: createLedger() }, seed, today);
    }),
  );
}

const operations = { ...deskOperations, ...clickOperations, ...managerOperations } satisfies Record<
  Kind,
  unknown
>;

async function carryOut(
  scenes: readonly Scene[],
  plan: readonly Operation[],
  say: (text: string) => void,
): Promise<void> {
  const startedAt = Date.now();
  const running: Promise<unknown>[] = [];
  for (const operation of plan) {
    await sleep(Math.max(0, startedAt + operation.at - Date.now()));
    const scene = scenes.find(({ account }) => account.index === operation.account);
    if (!scene) throw new Error('no such account');
    const person = personFor(scene, operation);
    running.push(
      scene.withPersons(personsOf(scene, operation.kind, person), () => one(scene, operation, person)),
    );
    if (operation.number % 500 === 499) say(`${operation.number + 1} operations begun`);
  }
  say('all operations have begun');
  await Promise.all(running);
}

async function one(scene: Scene, { kind, random }: Operation, person: number): Promise<void> {
  count(scene.ledger, kind);
  await lookAgain(scene, (visit) => visit.person === person && visit.mayChange && !visit.unsure);
  await operations[kind](scene, person, random);
}

/** Somebody with whom it can be done, if there is one yet. */
function personFor({ account, ledger }: Scene, { kind, place }: Operation): number {
  const visits = [...ledger.visits.values()].filter(
    (visit) => !kind.startsWith('desk.') || isOver(present(visit)) === (kind === 'desk.restore'),
  );
  const able = [...new Set(visits.map(({ person }) => person))];
  const pool = isBooking(kind) || able.length === 0 ? account.persons.map(({ index }) => index) : able;
  return pool[Math.floor(place * pool.length)] ?? 0;
}

/** Those whose visits it may touch. */
function personsOf(scene: Scene, kind: Kind, person: number): number[] {
  const { persons } = scene.account;
  if (kind === 'click.rivals') return [person, (person + 1) % persons.length];
  const phone = persons[person]?.phone;
  return kind === 'desk.book-family'
    ? persons.filter((other) => other.phone === phone).map(({ index }) => index)
    : [person];
}

/** Every click gets its final answer, by asking again with its key. */
async function finishClicks(scenes: readonly Scene[], limitMs: number): Promise<void> {
  await Promise.all(
    scenes.flatMap((scene) =>
      scene.ledger.clicks
        .filter(({ final }) => final === null)
        .map(async (click) => {
          await settleClick(scene, click, limitMs);
          await adopt(scene, click);
        }),
    ),
  );
}

/** Changes whose outcome nobody told in time: now it stands in the clinic. */
async function lookAgain(scene: Scene, isInDoubt: (visit: Visit) => boolean): Promise<void> {
  for (const visit of [...scene.ledger.visits.values()].filter(isInDoubt)) {
    await lookAt(scene, visit);
    visit.unsure = false;
  }
}

function total(scenes: readonly Scene[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { ledger } of scenes) {
    for (const [what, times] of ledger.counts) sums.set(what, (sums.get(what) ?? 0) + times);
  }
  return sums;
}
