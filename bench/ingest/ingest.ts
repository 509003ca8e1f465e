import { startAmocrmSandbox } from '../../sandbox/amocrm/server.ts';
import { startArchimedSandbox } from '../../sandbox/archimed/server.ts';
import { median, percentile, table, times } from '../report.ts';
import { type Running, startProduct } from '../runtime/start.ts';
import { startFloor } from './floor.ts';
import { movedByHand } from './hook-forms.ts';
import { type BusyAccount, busyAccount } from './linked-deals.ts';
import { type Hook, type Round, sendAll } from './load.ts';

/**
 * Hooks made durable in a second, against a Worker whose object inserts one row a request (README.md). Rounds of both
 * alternate, and a ratio is taken within a round, so that whatever else the machine does strikes both.
 */
const GOAL = 0.7;
const ROUNDS = 5;
const HOOKS = 1200;
const CONNECTIONS = 16;
const SCENARIOS = [1, 50];
/** Visits with a deal in each account: every hook concerns one of them. */
const VISITS = 20;
/** No poll falls into a round. */
const POLL_SECONDS = 3600;
/**
 * The object works on what it accepted after it answered, in a flood five seconds later (hook-gathering.ts): the other
 * side's round begins when that is done.
 */
const REST_MS = 7_000;

type Pair = { product: Round; floor: Round };

export async function ingest(): Promise<boolean> {
  const amocrm = await startAmocrmSandbox({ port: 0 });
  const stops = [() => amocrm.close()];
  try {
    const archimed = await startArchimedSandbox({ port: 0 });
    stops.unshift(() => archimed.close());
    const product = await startProduct({
      amocrm: amocrm.url,
      archimed: archimed.url,
      pollSeconds: POLL_SECONDS,
    });
    stops.unshift(() => product.stop());
    const floor = await startFloor();
    stops.unshift(() => floor.stop());

    const most = Math.max(...SCENARIOS);
    console.log(`Connecting ${most} clinics with ${VISITS} visits each, about two minutes …`);
    const addresses = { workerUrl: product.url, amocrmUrl: amocrm.url, archimedUrl: archimed.url };
    const accounts = await Promise.all(
      Array.from({ length: most }, (_, index) => busyAccount(addresses, index + 1, VISITS)),
    );
    await product.quiet(REST_MS);
    console.log(
      `${ROUNDS} rounds of ${HOOKS} hooks over ${CONNECTIONS} connections, product and floor by turns.\n`,
    );
    const rows: string[][] = [];
    let reached = true;
    for (const count of SCENARIOS) {
      const rounds = await measure(product, floor, accounts.slice(0, count));
      const ratio = median(rounds.map((pair) => pair.product.perSecond / pair.floor.perSecond));
      reached &&= ratio >= GOAL;
      rows.push(
        row(`${count} account${count === 1 ? '' : 's'}, product`, rounds, 'product', times(ratio)),
        row('  the floor', rounds, 'floor', ''),
      );
    }
    console.log(table(['', 'hooks/s', 'p50 ms', 'p99 ms', `of the floor (goal ${GOAL})`], rows));
    return reached;
  } finally {
    for (const stop of stops) await stop();
  }
}

async function measure(product: Running, floor: Running, accounts: readonly BusyAccount[]): Promise<Pair[]> {
  const pairs: Pair[] = [];
  // The first round only warms both up: objects start, code is compiled.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const toProduct: Hook[] = [];
    const toFloor: Hook[] = [];
    for (let place = 0; place < HOOKS; place += 1) {
      const { account, deals } = turn(accounts, place);
      const body = movedByHand(turn(deals, Math.floor(place / accounts.length)), nextNumber());
      toProduct.push({ url: account.hookUrl, body });
      toFloor.push({ url: `${floor.url}/${account.id}`, body });
    }
    const first = await sendAll(toProduct, CONNECTIONS);
    await product.quiet(REST_MS);
    const second = await sendAll(toFloor, CONNECTIONS);
    if (round > 0) {
      pairs.push({ product: first, floor: second });
    }
  }
  return pairs;
}

function turn<T>(items: readonly T[], place: number): T {
  const item = items[place % items.length];
  if (item === undefined) {
    throw new Error('nothing to choose from');
  }
  return item;
}

/** Every hook of a run differs from all others: a repeated one would be recognised and not stored. */
let sent = 0;
function nextNumber(): number {
  sent += 1;
  return sent;
}

function row(title: string, rounds: readonly Pair[], side: keyof Pair, ratio: string): string[] {
  const waits = (part: number) => median(rounds.map((pair) => percentile(pair[side].waits, part))).toFixed(1);
  return [
    title,
    median(rounds.map((pair) => pair[side].perSecond)).toFixed(0),
    waits(0.5),
    waits(0.99),
    ratio,
  ];
}
