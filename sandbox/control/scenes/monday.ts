import { addFault, book } from './acts.ts';
import { caller } from './callers.ts';
import { type FreeSlot, freeSlots } from './free-slots.ts';
import { field, list, numberOf, textOf } from './reading.ts';
import type { Scene, Stage } from './scene.ts';
import { Refused } from './stage.ts';

const BOOKINGS = 30;
const PAUSE_MS = 1000;

/** A minute of the busiest hour: both systems are slow, everybody writes at once. */
export const monday: Scene = {
  id: 'monday-nine',
  title: 'Понедельник, 9 утра',
  happens:
    'За минуту регистратура записывает тридцать человек по телефону, отмечает пришедших, переносит и отменяет; менеджеры тем временем правят сделки. Обе системы отвечают медленно, иногда — 429.',
  see: 'Все записи доходят до сделок, ни одна не теряется и не удваивается; отставание растёт и сходит на нет, в «Состоянии» нет ошибок, которые требуют человека.',
  async run(stage) {
    for (const double of ['amocrm', 'archimed'] as const) {
      await addFault(stage, double, { kind: 'latency', delayMs: 800, chance: 0.5 });
      await addFault(stage, double, { kind: 'rate-limit', chance: 0.1, times: 12 });
    }
    const source = await stage.source();
    const slots = freeSlots(source);
    const spare = slots.slice(BOOKINGS);
    const leads = openLeads(await stage.account());
    for (const [index, slot] of slots.slice(0, BOOKINGS).entries()) {
      const person = caller(index);
      const { doctorId, date, begin } = slot;
      try {
        const talon = await book(stage, { doctorId, date, begin, person, info: '' });
        stage.say(`${date} ${begin} — ${person.lastName} ${person.firstName}`);
        await afterwards(stage, source, numberOf(talon, 'id'), index, takeSpare(spare, slot));
      } catch (error) {
        // Somebody else was quicker: the product books into the same schedule.
        if (!(error instanceof Refused && error.status === 409)) throw error;
        stage.say(`${date} ${begin} — уже занято`);
      }
      const lead = index % 5 === 0 ? leads[index / 5] : undefined;
      if (lead !== undefined) await editLead(stage, lead, index);
      await stage.pause(PAUSE_MS);
    }
  },
};

/** Of every five visits one is confirmed in person, one moved, one cancelled and one deleted now and then. */
async function afterwards(
  stage: Stage,
  source: unknown,
  talonId: number,
  index: number,
  target: FreeSlot | undefined,
): Promise<void> {
  const change = (body: unknown): Promise<unknown> =>
    stage.pull('archimed', 'PATCH', `${stage.sourcePath}/talons/${talonId}`, body);
  const arrived = statusLike(source, /приш[её]л|прибыл|явился/i);
  const cancelled = list(source, 'statuses').find((status) => field(status, 'cancelled') === true);
  if (index % 5 === 1 && arrived !== undefined) await change({ statusId: arrived });
  else if (index % 5 === 2 && target !== undefined) await change(target);
  else if (index % 5 === 3 && cancelled !== undefined) await change({ statusId: numberOf(cancelled, 'id') });
  else if (index % 10 === 4) await change({ deleted: true });
}

/** The same doctor at another time: the visit keeps its length. */
function takeSpare(spare: FreeSlot[], { doctorId }: FreeSlot): FreeSlot | undefined {
  const at = spare.findIndex((slot) => slot.doctorId === doctorId);
  return at < 0 ? undefined : spare.splice(at, 1)[0];
}

function statusLike(source: unknown, name: RegExp): number | undefined {
  const found = list(source, 'statuses').find(
    (status) => name.test(textOf(status, 'name')) && !/не\s/i.test(textOf(status, 'name')),
  );
  return found === undefined ? undefined : numberOf(found, 'id');
}

const closed = [142, 143];

function openLeads(account: unknown): unknown[] {
  return list(account, 'leads').filter(
    (lead) => field(lead, 'isDeleted') !== true && !closed.includes(numberOf(lead, 'statusId')),
  );
}

/** A manager at the same time: another budget. */
async function editLead(stage: Stage, lead: unknown, index: number): Promise<void> {
  const path = `${stage.accountPath}/leads/${numberOf(lead, 'id')}`;
  const price = numberOf(lead, 'price');
  await stage.pull('amocrm', 'POST', path, { price: price + 100 + index });
  stage.later({ double: 'amocrm', method: 'POST', path, body: { price } });
  stage.say(`Менеджер меняет бюджет: ${textOf(lead, 'name')}`);
}
