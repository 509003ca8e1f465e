import { Banner } from '../ui/components/banner.tsx';
import { Button } from '../ui/components/button.tsx';
import { formatTime } from '../ui/format.ts';
import { t as common, errorText } from '../ui/messages.ts';
import { t } from './messages.ts';
import type { JournalModel } from './model.ts';

/** At night a poll comes every five minutes (product.md 3.3); two missed ones are worth a word. */
const STALE_MS = 11 * 60_000;

/** What is wrong with what is shown, and what it means; one line each. */
export function Troubles({ model }: { model: JournalModel }) {
  const lines = linesOf(model);
  const error = model.error.value;
  const read = model.read.value;
  if (error !== null) {
    const time = read === null ? null : formatTime(new Date(read.at).toISOString(), model.zone.value);
    return (
      <Banner
        tone={time === null ? 'error' : 'warning'}
        testId="journal-error"
        action={
          <Button small busy={model.loading.value} onClick={() => void model.load()}>
            {common('retry')}
          </Button>
        }
      >
        {error.status === 0 && time !== null ? t('offline', { time }) : `${t('failed')} ${errorText(error)}`}
      </Banner>
    );
  }
  if (lines.length === 0) return null;
  return (
    <Banner tone="warning" testId="journal-trouble">
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </Banner>
  );
}

function linesOf({ read, shown, zone, branches }: JournalModel): string[] {
  const { value } = read;
  if (value === null || shown.value === null) return [];
  const { journal, schedules, failures, at } = value;
  const lines = journal.problems.map(({ message }) => message);
  if (lines.length === 0 && journal.asOf !== null && at - Date.parse(journal.asOf) > STALE_MS) {
    lines.push(t('stale', { time: formatTime(journal.asOf, zone.value) }));
  }
  for (const { id, title } of branches.value) {
    const failure = failures.get(id);
    if (failure !== undefined) {
      lines.push(t('schedule.failed', { branch: title, problem: errorText(failure) }));
    } else if (schedules.get(id)?.schedulePublished === false) {
      lines.push(t('schedule.none', { branch: title }));
    }
  }
  return [...new Set(lines)];
}
