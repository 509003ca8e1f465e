import type { OneEventReply } from '../../../worker/history/events.schemas.ts';
import { formatDateTime } from '../../ui/format.ts';
import { getLang } from '../../ui/i18n.ts';
import { t } from '../locales/history.ts';
import { told } from '../shared/english.ts';
import { useStore } from '../store.ts';
import { zoneOf } from './zone.ts';

/** When, how long, how it ended, and in words what stood in the way. */
export function Attempts({ one }: { one: OneEventReply }) {
  const store = useStore();
  const { event, attempts } = one;
  const zone = zoneOf(store, event.branchId);
  const waits = event.outcome === 'pending' && !event.held && event.attempts > 0 ? event.nextTryAt : null;
  return (
    <>
      <h3>{t('attempts')}</h3>
      {attempts.length === 0 ? (
        <p class="am-muted">{t(event.outcome === 'pending' ? 'attempt.none' : 'attempt.record')}</p>
      ) : (
        <div class="st-attempts" data-testid="attempts">
          <table>
            <thead>
              <tr>
                <th>{t('attempt.n')}</th>
                <th>{t('attempt.at')}</th>
                <th>{t('attempt.duration')}</th>
                <th>{t('attempt.http')}</th>
                <th>{t('attempt.result')}</th>
              </tr>
            </thead>
            <tbody>
              {attempts.map((attempt, index) => (
                <tr key={attempt.number}>
                  <td>{attempt.number}</td>
                  <td>{formatDateTime(attempt.at, zone)}</td>
                  <td>{durationText(attempt.durationMs)}</td>
                  <td>{attempt.httpStatus ?? t('attempt.noHttp')}</td>
                  <td>
                    {t(`attempt.${attempt.outcome}`)}
                    {isToldBelow(attempt, attempts[index + 1]) ? null : <Told attempt={attempt} />}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {waits === null ? null : <p>{t('attempt.next', { when: formatDateTime(waits, zone) })}</p>}
      {event.held ? <p>{t('attempt.held')}</p> : null}
    </>
  );
}

type Attempt = OneEventReply['attempts'][number];

/** The same again a line further down is told once, there. */
function isToldBelow(attempt: Attempt, next: Attempt | undefined): boolean {
  return attempt.outcome === 'retry' && next?.code === attempt.code;
}

function Told({ attempt: { message, advice, code } }: { attempt: Attempt }) {
  return (
    <>
      {message === null ? null : `. ${told(message)} ${told(advice ?? '')}`}
      {code === null ? null : <code class="am-small am-muted"> {code}</code>}
    </>
  );
}

function durationText(ms: number): string {
  if (ms < 1000) return t('attempt.ms', { ms });
  const seconds = new Intl.NumberFormat(getLang(), { maximumFractionDigits: 1 }).format(ms / 1000);
  return t('attempt.s', { s: seconds });
}
