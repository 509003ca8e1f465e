import { startAmocrmSandbox } from '../../sandbox/amocrm/server.ts';
import { startArchimedSandbox } from '../../sandbox/archimed/server.ts';
import { installAccount, limits } from '../accounts.ts';
import { statusIds } from '../clinic/clinic.ts';
import { stageFor } from '../clinic/connect.ts';
import { median, table, times } from '../report.ts';
import { startProduct } from '../runtime/start.ts';
import { crmOf, isList } from './crm.ts';
import { BATCH, type Case, minimum } from './minimum.ts';
import { type PeerVisit, startPeer } from './peer.ts';
import { measureProduct, type Part } from './product.ts';

/** Requests to amoCRM for visits that change, come again and come for the first time (README.md). */
const GOAL = 1.2;
const DEFAULT_VISITS = 150;
const THOUSAND = 1000;
/** Without filters every read is a request of its own, and six go out in a second: fewer tell the same. */
const PART_WITHOUT_FILTERS = 0.4;
/** A poll costs the clinic's double some seconds; a callback starts the one that matters. */
const POLL_SECONDS = 60;
const CASES: ReadonlyArray<readonly [of: Case, title: string]> = [
  ['changed', 'changed: status of a linked visit'],
  ['known', 'new visit of a known patient'],
  ['unknown', 'new visit of somebody unknown'],
];
const PRODUCT = [1, 2] as const;
const PEER = 3;

type Row = { of: Case; filters: boolean; visits: number; requests: Map<string, number>[] };

export async function calls(options: readonly string[]): Promise<boolean> {
  const visits = visitsOf(options);
  const amocrm = await startAmocrmSandbox({ port: 0 });
  const stops = [() => amocrm.close()];
  try {
    const archimed = await startArchimedSandbox({ port: 0 });
    stops.unshift(() => archimed.close());
    const worker = await startProduct({
      amocrm: amocrm.url,
      archimed: archimed.url,
      pollSeconds: POLL_SECONDS,
    });
    stops.unshift(() => worker.stop());
    const addresses = { workerUrl: worker.url, amocrmUrl: amocrm.url, archimedUrl: archimed.url };
    const fewer = Math.ceil(visits * PART_WITHOUT_FILTERS);
    console.log(`${visits} visits a row, ${fewer} without filters, ${BATCH} items a request at most.`);
    console.log('The product keeps to six requests a second, so this takes some minutes …\n');

    // Accounts do not share limits, so both are measured at the same time.
    const [withFilters, without] = await Promise.all([
      measureProduct(addresses, { number: PRODUCT[0], visits, filters: true }),
      measureProduct(addresses, { number: PRODUCT[1], visits: fewer, filters: false }),
    ]);
    const peer = await measurePeer(addresses, visits);
    const rows = [...rowsOf(withFilters, true, visits), ...rowsOf(without, false, fewer)];
    return print(rows, peer);
  } finally {
    for (const stop of stops) await stop();
  }
}

function visitsOf(options: readonly string[]): number {
  const place = options.indexOf('--visits');
  const visits = place === -1 ? DEFAULT_VISITS : Number(options[place + 1]);
  if (!Number.isInteger(visits) || visits < 1 || visits > 2000) {
    throw new Error('--visits is not a number between 1 and 2000.');
  }
  return visits;
}

async function measurePeer(
  { amocrmUrl, workerUrl }: { amocrmUrl: string; workerUrl: string },
  visits: number,
): Promise<Record<Case, number>> {
  const account = await installAccount(amocrmUrl, workerUrl, PEER);
  // It searches for those whom it has just created, which amoCRM's index would not know yet.
  await limits(amocrmUrl, account.id, { indexDelayMs: 0 });
  const peer = await startPeer(amocrmUrl, account, `${workerUrl}/oauth/amocrm/callback`);
  const crm = crmOf(amocrmUrl, account.id);
  await crm.takeRequests();
  const count = async (work: () => Promise<void>) => {
    await work();
    return total(await crm.takeRequests()) / visits;
  };
  const made: PeerVisit[] = [];
  // One visit costs it what every other does: it gathers nothing.
  const unknown = await count(async () => {
    for (let number = 1; number <= visits; number += 1) made.push(await peer.unknown(number));
  });
  const changed = await count(async () => {
    for (const visit of made) await peer.changed(visit, stageFor(statusIds.completed));
  });
  const known = await count(async () => {
    for (const visit of made) await peer.known(visit);
  });
  return { unknown, changed, known };
}

function rowsOf(parts: readonly Part[], filters: boolean, visits: number): Row[] {
  return CASES.map(([of]) => ({
    of,
    filters,
    visits,
    requests: parts.filter((part) => part.of === of).map((part) => part.requests),
  }));
}

/** `peer`: requests for one visit. */
function print(rows: readonly Row[], peer: Record<Case, number>): boolean {
  let reached = true;
  const lines = rows.map(({ of, filters, visits, requests }) => {
    const asked = median(requests.map((kinds) => total(kinds)));
    const lists = median(requests.map((kinds) => total(kinds, isList)));
    // Lists are read once a minute, however many visits come in it.
    const ours = ((asked - lists) * THOUSAND) / visits + lists;
    const least = minimum(of, THOUSAND, filters);
    const theirs = peer[of] * THOUSAND;
    reached &&= ours <= least * GOAL;
    const title = CASES.find(([known]) => known === of)?.[1] ?? of;
    return [
      `${title}${filters ? '' : ', no filters'}`,
      ...[visits, asked, lists, ours, least].map((count) => count.toFixed(0)),
      times(ours / least),
      theirs.toFixed(0),
      times(theirs / ours),
    ];
  });
  console.log(
    table(
      [
        '',
        'visits',
        'requests',
        'lists, tokens',
        'per 1000',
        'minimum',
        `of it (goal ${GOAL})`,
        'amocrm-js',
        'of ours',
      ],
      lines,
    ),
  );
  for (const { of, filters, requests } of rows) {
    console.log(`\n${of}${filters ? '' : ', no filters'}: ${kindsOf(requests)}`);
  }
  return reached;
}

function total(kinds: ReadonlyMap<string, number>, counts: (kind: string) => boolean = () => true): number {
  return [...kinds].reduce((sum, [kind, count]) => (counts(kind) ? sum + count : sum), 0);
}

/** The median of each kind, the most frequent first. */
function kindsOf(rounds: ReadonlyArray<ReadonlyMap<string, number>>): string {
  const kinds = new Set(rounds.flatMap((round) => [...round.keys()]));
  return [...kinds]
    .map((kind) => [kind, median(rounds.map((round) => round.get(kind) ?? 0))] as const)
    .filter(([, count]) => count > 0)
    .toSorted(([, left], [, right]) => right - left)
    .map(([kind, count]) => `${count} × ${kind}`)
    .join(' · ');
}
