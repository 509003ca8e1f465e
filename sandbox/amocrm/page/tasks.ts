import type { Bootstrap, TaskView } from '../pages/view-types.ts';
import { api, type NewTask } from './api.ts';
import { labelled, openDialog } from './dialog.ts';
import { dateTime, el } from './dom.ts';
import { openMenu } from './menu.ts';
import { attempt, notify } from './notice.ts';
import { fromLocal, toLocal } from './zone.ts';

/** Tasks of a card: add, edit, complete with a result. */

export function taskForm(
  boot: Bootstrap,
  task: TaskView | null,
  save: (task: NewTask) => Promise<unknown>,
  done: () => Promise<void>,
): void {
  const { timezone } = boot.account;
  const text = el(
    'textarea',
    { class: 'input', rows: 2, required: true, 'data-testid': 'task-text' },
    task?.text ?? '',
  );
  const type = el(
    'select',
    { class: 'select', 'data-testid': 'task-type' },
    ...boot.taskTypes.map(({ id, name }) => el('option', { value: id, selected: id === task?.typeId }, name)),
  );
  const tomorrow = Math.floor(Date.now() / 1000) + 86_400;
  const till = el('input', {
    class: 'input',
    type: 'datetime-local',
    required: true,
    value: toLocal(task?.completeTill ?? tomorrow, timezone),
    'data-testid': 'task-till',
  });
  const owner = task?.responsibleUserId ?? boot.user.id;
  const responsible = el(
    'select',
    { class: 'select', 'data-testid': 'task-responsible' },
    ...boot.users
      .filter((user) => user.isActive || user.id === owner)
      .map(({ id, name }) => el('option', { value: id, selected: id === owner }, name)),
  );
  openDialog({
    title: task === null ? 'Новая задача' : 'Задача',
    testId: 'task-form',
    confirm: task === null ? 'Поставить' : 'Сохранить',
    body: [
      labelled('Что сделать', text),
      labelled('Тип', type),
      labelled('Срок', till),
      labelled('Ответственный', responsible),
    ],
    onConfirm: async () => {
      const completeTill = fromLocal(till.value, timezone);
      if (completeTill === null || text.value.trim() === '') return false;
      const isSaved = await attempt(() =>
        save({
          text: text.value.trim(),
          task_type_id: Number(type.value),
          complete_till: completeTill,
          responsible_user_id: Number(responsible.value),
        }),
      );
      if (isSaved) await done();
      return isSaved;
    },
  });
}

function completeForm(task: TaskView, done: () => Promise<void>): void {
  const result = el('textarea', {
    class: 'input',
    rows: 2,
    placeholder: 'Например: пациент подтвердил',
    'data-testid': 'task-result',
  });
  openDialog({
    title: 'Задача выполнена',
    testId: 'task-complete',
    confirm: 'Выполнить',
    body: [el('p', { class: 'muted' }, task.text), labelled('Результат (можно не писать)', result)],
    onConfirm: async () => {
      const text = result.value.trim();
      const isSaved = await attempt(() =>
        api.editTask(task.id, { is_completed: true, ...(text === '' ? {} : { result: { text } }) }),
      );
      if (isSaved) await done();
      return isSaved;
    },
  });
}

function taskItem(boot: Bootstrap, task: TaskView, done: () => Promise<void>): HTMLElement {
  const box = el('input', {
    type: 'checkbox',
    checked: task.isCompleted,
    'aria-label': 'Выполнена',
    'data-testid': `task-done-${task.id}`,
    onchange: async () => {
      if (await attempt(() => api.editTask(task.id, { is_completed: box.checked }))) await done();
      else box.checked = !box.checked;
    },
  });
  const menu = el(
    'button',
    {
      class: 'icon-button',
      type: 'button',
      'aria-label': `Действия с задачей «${task.text}»`,
      'data-testid': `task-menu-${task.id}`,
      onclick: () =>
        openMenu(menu, [
          {
            text: 'Выполнить с результатом',
            testId: `task-complete-${task.id}`,
            run: () => (task.isCompleted ? notify('Задача уже выполнена.') : completeForm(task, done)),
          },
          {
            text: 'Изменить',
            testId: `task-edit-${task.id}`,
            run: () => taskForm(boot, task, (edit) => api.editTask(task.id, edit), done),
          },
        ]),
    },
    '⋯',
  );
  const state = task.isCompleted ? 'is-done' : task.isOverdue ? 'is-overdue' : '';
  return el(
    'article',
    { class: `task ${state}`, 'data-testid': `task-${task.id}` },
    box,
    el(
      'div',
      { class: 'task__main' },
      el('p', { class: 'task__text' }, task.text),
      el(
        'p',
        { class: 'muted' },
        `${task.typeName} · до ${dateTime(task.completeTill, boot.account.timezone)} · ${task.responsible}`,
        task.isOverdue ? el('span', { class: 'task__late' }, ' · просрочена') : null,
      ),
      task.result === '' ? null : el('p', { class: 'task__result' }, `Результат: ${task.result}`),
    ),
    menu,
  );
}

export function taskItems(
  boot: Bootstrap,
  tasks: readonly TaskView[],
  done: () => Promise<void>,
): HTMLElement[] {
  return tasks.map((task) => taskItem(boot, task, done));
}
