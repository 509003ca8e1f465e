import type { TalonEntry } from '../clinic/journal.ts';
import type { Source, Talon } from '../clinic/source.ts';
import { fullName } from '../clinic/source.ts';
import type { WallTime } from '../clinic/wall-clock.ts';
import { toRussianDate } from '../clinic/wall-clock.ts';

export type JournalRow = {
  at: string;
  who: string;
  /** false: it came through the API, from the clinic's amoCRM for instance. */
  desk: boolean;
  what: string;
  talonId: number;
  /** Where the visit stands now. */
  date: string;
  deleted: boolean;
  patient: string;
};

/** Today's changes, the newest first: who, what, when. */
export function journalOf(source: Source, wall: WallTime): JournalRow[] {
  return source.journal
    .filter((entry) => entry.author.wall.date === wall.date)
    .map((entry) => row(source, entry))
    .reverse();
}

function row(source: Source, entry: TalonEntry): JournalRow {
  const { author, after } = entry;
  const present = source.talons.get(after.id) ?? after;
  const patient = source.medcards.get(after.patientId);
  return {
    at: author.wall.time,
    who: author.creator,
    desk: author.desk,
    what: whatChanged(source, entry),
    talonId: after.id,
    date: present.date,
    deleted: present.deleted,
    patient: patient === undefined ? '' : fullName(patient),
  };
}

function whatChanged(source: Source, { before, after }: TalonEntry): string {
  if (before === null) return `Записан: ${place(source, after)}`;
  if (!before.deleted && after.deleted) return `Удалена${reason(source, after)}`;
  if (before.deleted && !after.deleted) return 'Восстановлена';
  const parts: string[] = [];
  const from = place(source, before);
  const to = place(source, after);
  if (from !== to) parts.push(`Перенос: ${from} → ${to}`);
  else if (before.end !== after.end) parts.push(`Длительность: до ${before.end} → до ${after.end}`);
  if (before.statusId !== after.statusId) {
    const name = source.description.statuses.find((status) => status.id === after.statusId)?.name ?? '';
    parts.push(`Статус: ${name}${reason(source, after)}`);
  }
  if (before.info !== after.info) parts.push('Примечание изменено');
  return parts.join('; ') || 'Сохранена без изменений';
}

function place(source: Source, talon: Talon): string {
  const doctor = source.doctors.get(talon.doctorId);
  return `${toRussianDate(talon.date)} ${talon.begin}, ${doctor?.lastName ?? ''}`;
}

function reason(source: Source, talon: Talon): string {
  const found = source.description.deleteReasons.find((row) => row.id === talon.deleteReasonId);
  return found === undefined ? '' : ` (${found.name})`;
}
