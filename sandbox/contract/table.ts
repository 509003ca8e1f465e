import type { ContractCase, Fact } from './framework/case.ts';

/** The table of sandbox/README.md: every fact with the cases that prove it, or the reason why none does. */

export type Part = { title: string; facts: readonly Fact[]; cases: readonly ContractCase[] };

export const BEGIN = '<!-- contract table: begin (npm exec -- node sandbox/contract/write-table.ts) -->';
export const END = '<!-- contract table: end -->';

function proof(fact: Fact, cases: readonly ContractCase[]): string {
  const ids = cases.filter((one) => one.facts.includes(fact.key)).map((one) => `\`${one.id}\``);
  return ids.length > 0 ? ids.join(' ') : `not done, because ${fact.notDone ?? ''}`;
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

export function table(parts: readonly Part[]): string {
  const sections = parts.map(({ title, facts, cases }) => {
    const done = facts.filter((fact) => fact.notDone === undefined).length;
    const lines = facts.map(
      (fact) => `| ${cell(fact.key)} | ${cell(fact.text)} | ${cell(proof(fact, cases))} |`,
    );
    return [
      `### ${title}: ${done} of ${facts.length} facts proved by ${cases.length} cases`,
      '',
      '| fact | what it says | proof |',
      '|---|---|---|',
      ...lines,
    ].join('\n');
  });
  return [BEGIN, '', sections.join('\n\n'), '', END].join('\n');
}

export function withTable(readme: string, generated: string): string {
  const from = readme.indexOf(BEGIN);
  const to = readme.indexOf(END);
  if (from < 0 || to < 0) throw new Error('sandbox/README.md has lost the markers of its table');
  return readme.slice(0, from) + generated + readme.slice(to + END.length);
}

/** What is wrong with a list: facts without case and reason, with both, cases of unknown facts, keys used twice. */
export function problems({ facts, cases }: Part): string[] {
  const known = new Set(facts.map((fact) => fact.key));
  const proved = new Set(cases.flatMap((one) => one.facts));
  const twice = (list: readonly string[]): string[] => list.filter((item, i) => list.indexOf(item) !== i);
  return [
    ...facts
      .filter((fact) => !proved.has(fact.key) && fact.notDone === undefined)
      .map((fact) => `${fact.key}: neither case nor reason`),
    ...facts
      .filter((fact) => proved.has(fact.key) && fact.notDone !== undefined)
      .map((fact) => `${fact.key}: a case and a reason why there is none`),
    ...[...proved].filter((key) => !known.has(key)).map((key) => `${key}: not in the list of facts`),
    ...twice(facts.map((fact) => fact.key)).map((key) => `${key}: listed twice`),
    ...twice(cases.map((one) => one.id)).map((id) => `${id}: two cases of this id`),
  ];
}
