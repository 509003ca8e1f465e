import type { AccountSettings } from '../settings/settings.repository.ts';
import type { Incident } from '../sync/incidents.ts';
import { fromEpochMs } from '../sync/wall-clock.ts';
import { meanwhileOf, wordsOf } from './failures.ts';

/** The task's text: what happened, and what to do about it. Read in amoCRM, where nothing of ours is in sight. */
export function alertText(incident: Incident, settings: AccountSettings, failed: number): string {
  const branch =
    'branchId' in incident ? settings.branches.find(({ id }) => id === incident.branchId) : undefined;
  const title = branch === undefined ? 'филиала' : `филиала «${branch.title}»`;
  switch (incident.kind) {
    case 'stopped': {
      const what = incident.reason === 'breaker.creations' ? 'новых сделок' : 'перемещений сделок';
      return `ArchiMed+: слишком много ${what} за 10 минут, обмен ${title} остановлен. Откройте настройки виджета, раздел «Состояние»: посмотрите, что ждёт, и решите, продолжать ли.`;
    }
    case 'key':
      return `ArchiMed+ не принимает ключ ${title}: записи не читаются. ${meanwhileOf('archimed.forbidden')}`;
    case 'unread': {
      const { what } = wordsOf(incident.code);
      const since = clockOf(incident.since, branch?.timeZone ?? settings.account.timeZone);
      return `ArchiMed+: записи ${title} не читаются с ${since}. ${what} ${meanwhileOf(incident.code)}`;
    }
    case 'failed':
      return `ArchiMed+: не получилось обработать событий: ${failed}. Откройте настройки виджета, раздел «История запросов», итог «не удалось»: там причина каждого и что с ней делать. Когда она устранена, нажмите «Повторить неудачные».`;
  }
}

/** «27.11 в 14:30» on the clinic's clock. */
function clockOf(at: number, timeZone: string): string {
  const { date, time } = fromEpochMs(at, timeZone);
  const [, month, day] = date.split('-');
  return `${day}.${month} в ${time}`;
}
