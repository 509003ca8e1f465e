import { numberOf } from './oracle/verdict.ts';
import type { Run, RunOptions } from './run.ts';

/** What a run prints: figures, then every mistake with what was done, then the one line that scripts look for. */
export function reportOf(run: Run, options: RunOptions): string {
  const { verdict, operations, struck, kills, seconds } = run;
  const total = [...struck.values()].reduce((sum, times) => sum + times, 0);
  const { visits, deals, contacts, tasks, notes } = verdict.compared;
  return [
    `seed ${options.seed}: ${options.events} events, ${run.accounts.length} accounts, ${kills} kills`,
    `operations: ${list(operations)}`,
    `requests: amoCRM ${run.requests.amocrm}, ArchiMed+ ${run.requests.archimed}; faults struck ${total}: ${list(struck)}`,
    `seconds: start ${seconds.start}, chaos ${seconds.chaos}, drain ${seconds.drain}, oracle ${seconds.oracle}`,
    `compared: ${visits} visits, ${deals} deals, ${contacts} contacts, ${tasks} tasks, ${notes} notes`,
    ...verdict.mistakes.map(
      ({ kind, what, account, text }) => `${kind} ${what}, account ${account}: ${text}`,
    ),
    ...run.stories,
    lastLine(run),
  ].join('\n');
}

export function list(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .toSorted(([left], [right]) => left.localeCompare(right))
    .map(([what, times]) => `${what} ${times}`)
    .join(', ');
}

export function lastLine({ verdict: { mistakes } }: Run): string {
  return `lost ${numberOf(mistakes, 'lost')} doubled ${numberOf(mistakes, 'doubled')} wrong ${numberOf(mistakes, 'wrong')}`;
}
