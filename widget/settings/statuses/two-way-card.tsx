import type { StatusesReply } from '../../../worker/settings/statuses.schemas.ts';
import { Button, Select, Switch } from '../../ui/components/index.ts';
import { t } from '../locales/two-way.ts';
import { RadioGroup } from '../shared/radio-group.tsx';
import { StageSelect } from '../shared/stage-select.tsx';
import { stageShort } from '../shared/stages.ts';
import type { Pipeline } from '../store.ts';
import { statusName } from './status-changes.ts';
import type { StatusesDraft } from './statuses-draft.ts';
import {
  type Loop,
  type TwoWayDraft,
  type TwoWayFault,
  type TwoWayRow,
  twoWayFaults,
  twoWayLoops,
  withTwoWay,
  withTwoWayRow,
} from './two-way-draft.ts';

type Props = {
  reply: StatusesReply;
  draft: StatusesDraft;
  pipelines: readonly Pipeline[];
  showErrors: boolean;
  onChange: (twoWay: TwoWayDraft) => void;
};

const conflicts = ['archimed', 'amocrm', 'latest'] as const;

/** amoCRM → ArchiMed+, for the stages that the administrator names; off until he does. */
export function TwoWayCard({ reply, draft, pipelines, showErrors, onChange }: Props) {
  const { twoWay } = draft;
  const faults = twoWayFaults(twoWay, reply, pipelines);
  const loops = twoWayLoops(draft);
  const setRow = (row: TwoWayRow): void =>
    onChange({ ...twoWay, rows: twoWay.rows.map((other) => (other.uid === row.uid ? row : other)) });
  const removeRow = (uid: string): void => {
    onChange({ ...twoWay, rows: twoWay.rows.filter((row) => row.uid !== uid) });
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-testid="two-way-add"]')?.focus());
  };
  return (
    <fieldset class="st-card" data-testid="two-way">
      <legend>{t('title')}</legend>
      <Switch
        label={t('on')}
        hint={t('on.hint')}
        checked={twoWay.on}
        onChange={(on) => onChange(withTwoWay(twoWay, on))}
        testId="two-way-on"
      />
      {twoWay.on ? (
        <>
          {twoWay.rows.length === 0 ? null : (
            <table class="st-table">
              <thead>
                <tr>
                  <th scope="col">{t('col.stage')}</th>
                  <th scope="col" class="st-table__arrow">
                    <span class="am-sr-only">→</span>
                  </th>
                  <th scope="col">{t('col.status')}</th>
                  <th scope="col">
                    <span class="am-sr-only">{t('remove')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {twoWay.rows.map((row, index) => (
                  <Row
                    key={row.uid}
                    row={row}
                    number={index + 1}
                    reply={reply}
                    pipelines={pipelines}
                    fault={visible(faults.get(row.uid), showErrors)}
                    loop={loops.get(row.uid)}
                    elseRow={draft.mode === 'filtered'}
                    onRow={setRow}
                    onRemove={() => removeRow(row.uid)}
                  />
                ))}
              </tbody>
            </table>
          )}
          <div class="st-row">
            <Button onClick={() => onChange(withTwoWayRow(twoWay))} testId="two-way-add">
              {t('add')}
            </Button>
            {twoWay.rows.length === 0 && showErrors ? (
              <p class="am-field__error" role="alert">
                {t('fault.none')}
              </p>
            ) : null}
          </div>
          <RadioGroup
            label={t('conflict')}
            value={twoWay.conflict}
            options={conflicts.map((conflict) => ({
              value: conflict,
              label: t(`conflict.${conflict}`),
              hint: t(`conflict.${conflict}.hint`),
            }))}
            onChange={(conflict) => onChange({ ...twoWay, conflict })}
            testId="two-way-conflict"
          />
        </>
      ) : null}
    </fieldset>
  );
}

/** Nobody is told off for a row that he has just begun; what is wrong by itself is told at once. */
function visible(fault: TwoWayFault | undefined, showErrors: boolean): TwoWayFault {
  if (fault === undefined) return {};
  const begun = ({ stage, status }: TwoWayFault): TwoWayFault => ({
    ...(stage === undefined || stage === 'missing' ? {} : { stage }),
    ...(status === undefined || status === 'missing' ? {} : { status }),
  });
  return showErrors ? fault : begun(fault);
}

type RowProps = {
  row: TwoWayRow;
  number: number;
  reply: StatusesReply;
  pipelines: readonly Pipeline[];
  fault: TwoWayFault;
  loop: Loop | undefined;
  /** The branch's table is called «Иначе» in this mode. */
  elseRow: boolean;
  onRow: (row: TwoWayRow) => void;
  onRemove: () => void;
};

function Row({ row, number, reply, pipelines, fault, loop, elseRow, onRow, onRemove }: RowProps) {
  const { stage, status } = row;
  const statuses = reply.directory.flatMap(({ statusId, name }) =>
    statusId === 'deleted' ? [] : [{ value: String(statusId), label: name }],
  );
  if (status !== null && !statuses.some(({ value }) => value === String(status))) {
    statuses.push({ value: String(status), label: t('status.gone', { id: status }) });
  }
  const where = (rule: number | null): string =>
    rule === null ? t(elseRow ? 'loop.else' : 'loop.table') : t('loop.rule', { n: rule });
  const circle =
    loop === undefined || stage === null || status === null
      ? null
      : t('loop', {
          stage: stageShort(pipelines, stage),
          status: statusName(reply, status),
          where: where(loop.rule),
          to: stageShort(pipelines, loop.to),
        });
  return (
    <tr data-testid={`two-way-row-${number}`}>
      <td data-label={t('col.stage')} class="st-table__half">
        <StageSelect
          label={t('stage.label', { n: number })}
          quietLabel
          pipelines={pipelines}
          value={stage}
          emptyLabel={t('stage.choose')}
          error={fault.stage === undefined ? null : t(`fault.stage.${fault.stage}`)}
          onChange={(picked) => onRow({ ...row, stage: picked })}
          testId={`two-way-stage-${number}`}
        />
      </td>
      <td class="st-table__arrow" aria-hidden="true">
        →
      </td>
      <td data-label={t('col.status')} class="st-table__half">
        <Select
          label={t('status.label', { n: number })}
          quietLabel
          value={status === null ? '' : String(status)}
          placeholder={t('status.choose')}
          options={statuses}
          error={fault.status === undefined ? circle : t(`fault.status.${fault.status}`)}
          onChange={(picked) => onRow({ ...row, status: picked === '' ? null : Number(picked) })}
          testId={`two-way-status-${number}`}
        />
      </td>
      <td class="st-table__act">
        <Button small aria-label={t('remove.label', { n: number })} onClick={onRemove}>
          {t('remove')}
        </Button>
      </td>
    </tr>
  );
}
