import type { DeskTalon } from '../day-view.ts';
import type { Change } from './api.ts';
import { api } from './api.ts';
import { toast } from './dom.ts';
import type { SlotCell } from './model.ts';
import { askReason } from './reason-dialog.ts';
import { page, state } from './state.ts';
import { isCancelled } from './statuses.ts';
import { dayShort, shortName } from './words.ts';

export type Done = { ok: true } | { ok: false; message: string };

/** One change of a visit: said in a toast that offers the way back, and on the screen at once. */
export async function change(talonId: number, body: Change, said: string, back?: Change): Promise<Done> {
  state.own.add(talonId);
  const reply = await api.change(talonId, body);
  if (!reply.ok) {
    state.own.delete(talonId);
    return { ok: false, message: sentence(reply.message) };
  }
  toast(said, back === undefined ? undefined : () => void tell(change(talonId, back, 'Всё как было')));
  await page.refresh();
  return { ok: true };
}

export function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

/** For places without a line of their own for a refusal. */
export async function tell(result: Promise<Done>): Promise<void> {
  const done = await result;
  if (!done.ok) {
    toast(`Не получилось. ${done.message}`);
    await page.refresh();
  }
}

export function startMoving(talon: DeskTalon, doctorId: number): void {
  if (talon.deleted) return;
  state.carry = { talon, doctorId, date: state.date, byPointer: false };
  state.reveal = `talon-${talon.id}`;
  page.draw();
}

export function stopMoving(): void {
  const { carry } = state;
  state.carry = null;
  if (carry !== null && carry.date === state.date) state.reveal = `talon-${carry.talon.id}`;
  page.draw();
}

/** Puts the visit that is being moved onto this time. */
export async function place(cell: SlotCell): Promise<void> {
  const { carry, day } = state;
  if (carry === null || day === null) return;
  const { talon, doctorId, date } = carry;
  const to: Change = { doctorId: cell.doctor.id, date: day.date, begin: cell.slot.begin };
  const back: Change = { doctorId, date, begin: talon.begin, end: talon.end };
  const result = await change(
    talon.id,
    to,
    `${shortName(talon.patient.name)}: ${dayShort(day.date)}, ${cell.slot.begin}, ${shortName(cell.doctor.name)}`,
    back,
  );
  if (!result.ok && !carry.byPointer) {
    // The place was taken meanwhile: the receptionist goes on choosing.
    toast(`Не перенесено. ${result.message}`);
    await page.refresh();
    return;
  }
  if (!result.ok) toast(`Не перенесено. ${result.message}`);
  if (state.carry === carry) state.carry = null;
  if (result.ok) state.reveal = `talon-${talon.id}`;
  page.draw();
}

export async function resizeTo(talon: DeskTalon, end: string): Promise<void> {
  if (end === talon.end) return;
  await tell(
    change(talon.id, { end }, `${shortName(talon.patient.name)}: ${talon.begin}–${end}`, { end: talon.end }),
  );
}

/** A status that frees the time is a cancellation: the clinic wants to know why. */
export function setStatus(talon: DeskTalon, statusId: number): void {
  const { day } = state;
  if (day === null || statusId === talon.statusId) return;
  const name = day.statuses.find((status) => status.id === statusId)?.name ?? '';
  const said = `${shortName(talon.patient.name)}: ${name}`;
  const back: Change = { statusId: talon.statusId, deleteReasonId: talon.deleteReasonId };
  if (!isCancelled(day, statusId) || isCancelled(day, talon.statusId)) {
    // No longer cancelled: the reason goes too.
    const reason = isCancelled(day, talon.statusId) ? { deleteReasonId: null } : {};
    void tell(change(talon.id, { statusId, ...reason }, said, back));
    return;
  }
  askReason({
    title: `${name}: ${shortName(talon.patient.name)}, ${talon.begin}`,
    question: 'Почему отменяется запись? Время освободится.',
    reasons: day.deleteReasons,
    chosen: (deleteReasonId) => void tell(change(talon.id, { statusId, deleteReasonId }, said, back)),
  });
}

export function askRemoval(talon: DeskTalon): void {
  const { day } = state;
  if (day === null) return;
  askReason({
    title: `Удалить запись: ${shortName(talon.patient.name)}, ${talon.begin}`,
    question: 'Почему удаляется запись? Её можно будет восстановить из списка «Удалённые».',
    reasons: day.deleteReasons,
    chosen: (deleteReasonId) =>
      void tell(change(talon.id, { deleted: true, deleteReasonId }, 'Запись удалена', { restored: true })),
  });
}

export function restore(talonId: number): void {
  void tell(change(talonId, { restored: true }, 'Запись восстановлена'));
}
