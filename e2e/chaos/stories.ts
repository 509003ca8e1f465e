import { eventsReply } from './api.ts';
import type { Mistake } from './oracle/verdict.ts';
import type { Scene } from './scene.ts';

/** What was done with the persons of the first mistakes of each kind, and what the product's history says about their deals. */
const TOLD = 24;
const OF_A_KIND = 3;

export async function storiesOf(scenes: readonly Scene[], mistakes: readonly Mistake[]): Promise<string[]> {
  const lines: string[] = [];
  const told = new Set<string>();
  const ofKind = new Map<string, number>();
  for (const { kind, what, account, person, dealId, text } of mistakes) {
    const scene = scenes.find((candidate) => candidate.account.id === account);
    const key = `${account} ${person} ${dealId}`;
    const alike = ofKind.get(`${kind} ${what}`) ?? 0;
    if (!scene || told.has(key) || told.size >= TOLD || alike >= OF_A_KIND) continue;
    told.add(key);
    ofKind.set(`${kind} ${what}`, alike + 1);
    lines.push(`--- ${kind} ${what}: ${text}`, `  account ${account}, person ${person}, deal ${dealId}`);
    if (person !== null) lines.push(...doneWith(scene, person));
    if (dealId !== null) lines.push(...(await historyOf(scene, dealId)));
  }
  return lines;
}

function doneWith({ ledger, account }: Scene, person: number): string[] {
  const { dealIds = [], contactIds = [], patientId = null } = account.persons[person] ?? {};
  const visits = [...ledger.visits.values()].filter((visit) => visit.person === person);
  return [
    `  deals at first ${dealIds.join(', ') || 'none'}, contacts ${contactIds.join(', ') || 'none'}, patient ${patientId}`,
    ...visits.flatMap(({ talonId, by, click, insteadOf, states }) => [
      `  talon ${talonId} by ${by} ${click ?? ''}${insteadOf === null ? '' : ` instead of ${insteadOf}`}`,
      ...states.map(
        ({ at, doctorId, date, begin, statusId, deleted, afterSettled }) =>
          `    ${clock(at)} doctor ${doctorId} ${date} ${begin} status ${deleted ? 'deleted' : statusId}${afterSettled ? ' (settled before)' : ''}`,
      ),
    ]),
    ...ledger.clicks
      .filter((click) => click.person === person)
      .map(
        ({ marker, dealId, answers, final }) =>
          `  ${marker} for deal ${dealId}: ${answers.map(({ at, status, code }) => `${clock(at)} ${status} ${code ?? ''}`).join(', ')} → ${JSON.stringify(final)}`,
      ),
  ];
}

async function historyOf(scene: Scene, dealId: number): Promise<string[]> {
  const { moves, edits, deletions } = scene.ledger;
  const page = await scene.admin.read(`/api/events?deal=${dealId}`, eventsReply);
  return [
    ...[...moves, ...edits, ...deletions]
      .filter((entry) => entry.dealId === dealId)
      .map((entry) => `  by hand ${clock(entry.at)} ${JSON.stringify(entry)}`),
    ...(page?.events ?? []).toReversed().map(({ at, kind, visitId, outcome, decision }) => {
      const actions = decision?.actions.map((action) => action.kind).join(' ') ?? '';
      const reasons = decision?.reasons.map(({ code }) => code).join(' ') ?? '';
      return `  ${clock(Date.parse(at))} ${kind} ${visitId?.slice(0, 8) ?? ''} ${outcome}: ${actions} | ${reasons}`;
    }),
  ];
}

function clock(at: number): string {
  return new Date(at).toISOString().slice(11, 23);
}
