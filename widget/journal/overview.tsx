import { formatDate } from '../ui/format.ts';
import type { OverviewRow } from './columns.ts';
import { t } from './messages.ts';
import type { JournalModel } from './model.ts';

/** The week of all: who has how much on which day; a click goes to the grid. */
export function Overview({ model, rows }: { model: JournalModel; rows: readonly OverviewRow[] }) {
  const { by } = model.place.value;
  if (rows.length === 0) return <p class="jr-empty">{t('overview.empty')}</p>;
  /** The row's own filter. */
  const of = ({ subject }: OverviewRow) => {
    const branch = model.enabled.length > 1 ? { branch: subject.branch.id } : {};
    if (by === 'doctor') return { ...branch, doctor: subject.doctorId };
    return by === 'room' ? { ...branch, room: subject.room } : branch;
  };
  return (
    <section class="jr-overview" aria-label={t('overview')}>
      <div class="jr-overview__scroller">
        <table data-testid="journal-overview">
          <caption>{t('overview.hint')}</caption>
          <thead>
            <tr>
              <th scope="col">{t(by)}</th>
              {model.days.value.map((day) => (
                <th key={day} scope="col">
                  <button type="button" class="jr-link" onClick={() => model.go({ view: 'day', day })}>
                    {formatDate(day)}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.subject.key}>
                <th scope="row">
                  <button type="button" class="jr-link" onClick={() => model.go(of(row))}>
                    {row.subject.title}
                  </button>
                  <span class="am-small am-muted">{row.subject.note}</span>
                </th>
                {row.cells.map(({ day, visits, free, works }) => (
                  <td key={day}>
                    {works || visits > 0 ? (
                      <button
                        type="button"
                        class="jr-cell"
                        aria-label={t('overview.cell', {
                          who: row.subject.title,
                          day: formatDate(day),
                          visits,
                          free,
                        })}
                        onClick={() => model.go({ ...of(row), view: 'day', day })}
                      >
                        <b>{visits}</b> ({free})
                      </button>
                    ) : (
                      <span class="am-small am-muted" title={t('overview.none')}>
                        –
                      </span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
