import type { Meaning, StatusesReply } from '../../../worker/settings/statuses.schemas.ts';
import { Select } from '../../ui/components/index.ts';
import { t as common } from '../locales/common.ts';
import { t } from '../locales/statuses.ts';
import { StageSelect } from '../shared/stage-select.tsx';
import type { Pipeline } from '../store.ts';
import { statusName } from './status-changes.ts';
import { meaningOf, type StatusDraftRow, stageOf, withMeaning, withStage } from './status-rows.ts';

const meanings: readonly Meaning[] = ['booked', 'confirmed', 'arrived', 'completed', 'no-show', 'cancelled'];

type Props = {
  reply: StatusesReply;
  rows: readonly StatusDraftRow[];
  pipelines: readonly Pipeline[];
  onRow: (row: StatusDraftRow) => void;
  /** Of a rule's table: whose row it is, and no meanings, which are the branch's alone. */
  rule?: number | undefined;
};

/** ArchiMed+ on the left, an arrow, amoCRM on the right; one list that folds into blocks on a narrow screen. */
export function StatusTable(props: Props) {
  return (
    <table class="st-table">
      <thead>
        <tr>
          <th scope="col">{t('col.status')}</th>
          {props.rule === undefined ? <th scope="col">{t('col.meaning')}</th> : null}
          <th scope="col" class="st-table__arrow">
            <span class="am-sr-only">→</span>
          </th>
          <th scope="col">{t('col.stage')}</th>
          <th scope="col" title={t('closed.hint')}>
            {t('col.closed')}
          </th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <Row key={row.statusId} {...props} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function Row(props: Props & { row: StatusDraftRow }) {
  const { reply, row, pipelines, onRow, rule } = props;
  const name = statusName(reply, row.statusId);
  const labelled = rule === undefined ? name : t('inRule', { name, n: rule });
  const prefix = rule === undefined ? 'status' : `rule-${rule}-status`;
  const note = noteOf(reply, row);
  const stage = stageOf(row);
  return (
    <tr data-testid={`${prefix}-row-${row.statusId}`}>
      <th scope="row">
        {name}
        {note === null ? null : <span class="am-small am-muted st-note">{note}</span>}
      </th>
      {rule === undefined ? <MeaningCell name={name} row={row} onRow={onRow} /> : null}
      <td class="st-table__arrow" aria-hidden="true">
        →
      </td>
      <td data-label={t('col.stage')} class="st-table__stage">
        <div class="st-suggestable">
          <StageSelect
            label={t('stage.label', { name: labelled })}
            quietLabel
            pipelines={pipelines}
            value={stage}
            emptyLabel={common('stage.none')}
            onChange={(picked) => onRow(withStage(row, picked))}
            testId={`${prefix}-stage-${row.statusId}`}
          />
          {row.stageSuggested ? <Suggested /> : null}
        </div>
      </td>
      <td data-label={t('col.closed')} class="st-table__closed">
        <input
          type="checkbox"
          aria-label={t('closed.label', { name: labelled })}
          checked={row.moveClosed}
          disabled={stage === null}
          data-testid={`${prefix}-closed-${row.statusId}`}
          onChange={(event) => onRow({ ...row, moveClosed: event.currentTarget.checked })}
        />
      </td>
    </tr>
  );
}

function MeaningCell(props: { name: string; row: StatusDraftRow; onRow: Props['onRow'] }) {
  const { name, row, onRow } = props;
  return (
    <td data-label={t('col.meaning')} class="st-table__meaning">
      {row.statusId === 'deleted' ? (
        <span class="am-muted st-dash" aria-hidden="true">
          —
        </span>
      ) : (
        <div class="st-suggestable">
          <Select
            label={t('meaning.label', { name })}
            quietLabel
            value={meaningOf(row) ?? ''}
            placeholder={t('meaning.none')}
            options={meanings.map((meaning) => ({ value: meaning, label: t(`meaning.${meaning}`) }))}
            onChange={(picked) =>
              onRow(withMeaning(row, meanings.find((meaning) => meaning === picked) ?? null))
            }
            testId={`status-meaning-${row.statusId}`}
          />
          {row.suggestedMeaning === null ? null : <Suggested />}
        </div>
      )}
    </td>
  );
}

function Suggested() {
  return <span class="am-small st-suggested">{t('suggested')}</span>;
}

function noteOf(reply: StatusesReply, row: StatusDraftRow): string | null {
  if (row.statusId === 'deleted') return t('deleted.hint');
  return reply.directory.some(({ statusId }) => statusId === row.statusId) ? null : t('gone.hint');
}
