import type { MeReply } from '../../worker/session/session.schemas.ts';
import type { VisitsReply } from '../../worker/visits/visits.schemas.ts';
import { formatTime } from '../ui/format.ts';
import { getLang } from '../ui/i18n.ts';
import { t } from './messages.ts';

type Options = {
  /** When the server was last heard of, while it is not heard of now. */
  offlineSince: number | null;
  timeZone: string;
  branches: MeReply['branches'];
};

/** The one amber line: what is wrong and what it means; `null` when all is well. The server judges, as for «Состояние». */
export function troubleText(reply: VisitsReply, options: Options): string | null {
  if (options.offlineSince !== null) {
    return t('offline', { time: formatTime(new Date(options.offlineSince).toISOString(), options.timeZone) });
  }
  const [first] = reply.problems;
  if (first === undefined) return null;
  const alike = reply.problems.filter(({ code }) => code === first.code);
  const titles = alike.flatMap(({ branchId }) => {
    const branch = options.branches.find(({ id }) => id === branchId);
    return branch === undefined ? [] : [getLang() === 'ru' ? `«${branch.title}»` : `"${branch.title}"`];
  });
  const words = { titles: titles.join(', '), n: titles.length };
  switch (first.code) {
    case 'archimed.key_refused':
      return t('trouble.key', words);
    case 'archimed.late':
    case 'archimed.unavailable':
      return [
        t('trouble.down', words),
        ...(reply.asOf === null
          ? []
          : [t('trouble.asOf', { time: formatTime(reply.asOf, options.timeZone) })]),
      ].join(' ');
    case 'archimed.list_held':
      return t('trouble.list', words);
    case 'branch.stopped':
      return t('trouble.stopped', words);
    default:
      // The server's sentences are Russian.
      return getLang() === 'ru' ? first.message : t('trouble.amocrm');
  }
}
