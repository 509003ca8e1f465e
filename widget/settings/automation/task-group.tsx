import { Select, Switch, TextField } from '../../ui/components/index.ts';
import { t } from '../locales/automation.ts';
import { taskTypeName } from './automation-changes.ts';
import { type AutomationDraft, automationErrors } from './automation-draft.ts';
import type { GroupProps } from './automation-form.tsx';
import type { TaskMoment, TaskTime, TaskUnit } from './task-time.ts';
import { TemplateField } from './template-field.tsx';

const units: readonly TaskUnit[] = ['minutes', 'hours', 'days'];
const moments: readonly TaskMoment[] = ['before-visit', 'after-visit', 'after-booking'];

export function TaskGroup({ view }: GroupProps) {
  const { reply, draft, change, showErrors } = view;
  const { task } = draft;
  const errors = automationErrors(draft);
  const set = (part: Partial<AutomationDraft['task']>): void =>
    change((old) => ({ ...old, task: { ...old.task, ...part } }));
  const setTime = (part: Partial<TaskTime>): void => set({ time: { ...task.time, ...part } });
  const types = reply.taskTypes.map(({ id, name }) => ({ value: String(id), label: name }));
  if (!reply.taskTypes.some(({ id }) => id === task.typeId)) {
    types.push({ value: String(task.typeId), label: taskTypeName(reply, task.typeId) });
  }
  return (
    <fieldset class="st-card">
      <legend>{t('group.task')}</legend>
      <Switch
        label={t('task.enabled')}
        hint={t('task.enabled.hint')}
        checked={task.enabled}
        onChange={(enabled) => set({ enabled })}
        testId="task-enabled"
      />
      {task.enabled ? (
        <>
          <Switch
            label={t('task.forReception')}
            hint={t('task.forReception.hint')}
            checked={task.forReception}
            onChange={(forReception) => set({ forReception })}
            testId="task-for-reception"
          />
          <TemplateField
            label={t('task.text')}
            value={task.text}
            error={showErrors && errors.text ? t('error.text') : null}
            maxLength={500}
            onInput={(text) => set({ text })}
            testId="task-text"
          />
          <div class="st-columns st-columns--time">
            <TextField
              label={t('task.amount')}
              hint={t('task.when.hint')}
              error={errors.time ? t('error.time') : null}
              type="number"
              inputMode="numeric"
              value={Number.isNaN(task.time.amount) ? '' : String(task.time.amount)}
              onInput={(text) => setTime({ amount: text.trim() === '' ? Number.NaN : Number(text) })}
              testId="task-amount"
            />
            <Select
              label={t('task.unit')}
              value={task.time.unit}
              options={units.map((unit) => ({ value: unit, label: t(`unit.${unit}`) }))}
              onChange={(picked) =>
                setTime({ unit: units.find((unit) => unit === picked) ?? task.time.unit })
              }
              testId="task-unit"
            />
            <Select
              label={t('task.moment')}
              value={task.time.moment}
              options={moments.map((moment) => ({ value: moment, label: t(`moment.${moment}`) }))}
              onChange={(picked) =>
                setTime({ moment: moments.find((moment) => moment === picked) ?? task.time.moment })
              }
              testId="task-moment"
            />
            <Select
              label={t('task.type')}
              value={String(task.typeId)}
              options={types}
              onChange={(picked) => set({ typeId: Number(picked) })}
              testId="task-type"
            />
          </div>
        </>
      ) : null}
    </fieldset>
  );
}
