import { startAmocrmSandbox } from '../../sandbox/amocrm/server.ts';
import { type Account, installAccount } from '../accounts.ts';
import { median, percentile, table, times } from '../report.ts';
import { type Running, startProduct } from '../worker/start.ts';
import { startFloor } from './floor.ts';
import { hookForm } from './hook-forms.ts';
import { type Hook, type Round, sendAll } from './load.ts';

/**
 * Hooks made durable in a second, against a Worker whose object inserts one row a request (README.md). Rounds of both
 * alternate, and a ratio is taken within a round, so that whatever else the machine does strikes both.
 */
const GOAL = 0.7;
const ROUNDS = 7;
const HOOKS = 1500;
const CONNECTIONS = 16;
const SCENARIOS = [1, 50];
/** The object works on what it accepted after it answered: the other side's round begins when it is done. */
const REST_MS = 1_000;

type Pair = { product: Round; floor: Round };

export async function ingest(): Promise<boolean> {
  const amocrm = await startAmocrmSandbox({ port: 0 });
  const stops = [() => amocrm.close()];
  try {
    const product = await startProduct({ amocrm: amocrm.url, archimed: amocrm.url, pollSeconds: 60 });
    stops.unshift(() => product.stop());
    const floor = await startFloor();
    stops.unshift(() => floor.stop());

    const accounts: Account[] = [];
    for (let number = 1; number <= Math.max(...SCENARIOS); number += 1) {
      accounts.push(await installAccount(amocrm.url, product.url, number));
    }
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

async function measure(product: Running, floor: Running, accounts: readonly Account[]): Promise<Pair[]> {
  const pairs: Pair[] = [];
  // The first round only warms both up: objects start, code is compiled.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const forms = Array.from({ length: HOOKS }, (_, place) => {
      const account = accounts[place % accounts.length];
      if (!account) {
        throw new Error('no account');
      }
      return { account, body: hookForm(account.id, account.subdomain, nextNumber()) };
    });
    const toProduct: Hook[] = forms.map(({ account, body }) => ({ url: account.hookUrl, body }));
    const toFloor: Hook[] = forms.map(({ account, body }) => ({ url: `${floor.url}/${account.id}`, body }));
    const first = await sendAll(toProduct, CONNECTIONS);
    await product.quiet(REST_MS);
    const second = await sendAll(toFloor, CONNECTIONS);
    if (round > 0) {
      pairs.push({ product: first, floor: second });
    }
  }
  return pairs;
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
