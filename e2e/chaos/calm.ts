import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../sandbox/random.ts';
import { eventsReply } from './api.ts';
import type { Lead } from './doubles.ts';
import type { Visit } from './ledger.ts';
import { type Scene, settled, visitsOf } from './scene.ts';

const CALM_MS = 12_000;
const LOOK_AGAIN_MS = 600;

/** A visit of this person whose deal shows it as it is, with nothing under way: what is done now is certain. */
export async function calmDeal(
  scene: Scene,
  person: number,
  random: Random,
): Promise<{ visit: Visit; lead: Lead } | null> {
  const [first, ...rest] = visitsOf(scene, person);
  if (!first) return null;
  const visit = random.pick([first, ...rest]);
  const until = Date.now() + scene.patience(CALM_MS);
  for (;;) {
    const lead = await settled(scene, visit, until - Date.now());
    if (lead && (await isQuiet(scene, lead.id))) return { visit, lead };
    if (!lead || Date.now() > until) return null;
    await sleep(LOOK_AGAIN_MS);
  }
}

/** None of the deal's events is unfinished; false as well when the Worker does not say. */
async function isQuiet(scene: Scene, dealId: number): Promise<boolean> {
  const pending = await scene.admin.read(`/api/events?outcome=pending&deal=${dealId}`, eventsReply);
  return pending !== null && pending.events.length === 0;
}
