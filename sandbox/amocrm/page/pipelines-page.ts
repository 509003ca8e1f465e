import type { Bootstrap } from '../pages/view-types.ts';
import { api } from './api.ts';
import type { Page } from './app.ts';
import { labelled, openDialog } from './dialog.ts';
import { el } from './dom.ts';
import { openMenu } from './menu.ts';
import { attempt } from './notice.ts';
import { settingsFrame } from './settings-frame.ts';
import type { PageState } from './state.ts';
import type { WidgetHost } from './widget-host.ts';

type Pipeline = Bootstrap['pipelines'][number];
type Stage = Pipeline['statuses'][number];

/** The palette of amocrm-api.md §4.9. */
const palette =
  '#fffeb2 #fffd7f #fff000 #ffeab2 #ffdc7f #ffce5a #ffdbdb #ffc8c8 #ff8f92 #d6eaff #c1e0ff #98cbff #ebffb1 #deff81 #87f2c0 #f9deff #f3beff #ccc8f9 #eb93ff #f2f3f4 #e6e8ea'.split(
    ' ',
  );

function isOwn(stage: Stage): boolean {
  return stage.type === 0 && stage.id !== 142 && stage.id !== 143;
}

function colorPicker(current: string): { root: HTMLElement; value(): string } {
  let chosen = current.toLowerCase();
  const root = el(
    'div',
    { class: 'palette', role: 'radiogroup', 'aria-label': 'Цвет' },
    ...palette.map((color) =>
      el(
        'label',
        { class: 'palette__color', style: `background:${color}`, title: color },
        el('input', {
          type: 'radio',
          name: 'stage-color',
          value: color,
          checked: color === chosen,
          'data-testid': `color-${color.slice(1)}`,
          onchange: () => {
            chosen = color;
          },
        }),
      ),
    ),
  );
  return { root, value: () => chosen };
}

/** Pipelines and their stages: names, colours, order; a deleted stage sends its deals to the first one (§4.9). */
export async function showPipelines(state: PageState, host: WidgetHost, root: HTMLElement): Promise<Page> {
  const { body, page } = settingsFrame(state, host, root, 'Воронки');
  if (body === null) return page;
  const list = el('div', { class: 'settings__list' });

  async function act(work: () => Promise<unknown>): Promise<boolean> {
    const isDone = await attempt(work);
    state.boot = await api.bootstrap();
    draw();
    return isDone;
  }

  function nameForm(title: string, current: string, save: (name: string) => Promise<unknown>): void {
    const name = el('input', {
      class: 'input',
      required: true,
      value: current,
      'data-testid': 'pipeline-name',
    });
    openDialog({
      title,
      testId: 'pipeline-form',
      confirm: 'Сохранить',
      body: [labelled('Название', name)],
      onConfirm: () => act(() => save(name.value.trim())),
    });
  }

  function stageForm(pipeline: Pipeline, stage: Stage | null): void {
    const name = el('input', {
      class: 'input',
      required: true,
      value: stage?.name ?? '',
      'data-testid': 'stage-name',
    });
    const color = colorPicker(stage?.color ?? '#c1e0ff');
    const path = `/leads/pipelines/${pipeline.id}/statuses`;
    openDialog({
      title: stage === null ? 'Новый этап' : stage.name,
      testId: 'stage-form',
      confirm: 'Сохранить',
      body: [labelled('Название', name), color.root],
      onConfirm: () => {
        // A described account may use a colour outside the palette: it is kept unless another is chosen.
        const tint = color.value() === stage?.color.toLowerCase() ? {} : { color: color.value() };
        const input = { name: name.value.trim(), ...tint };
        return act(() =>
          stage === null ? api.v4('POST', path, [input]) : api.v4('PATCH', `${path}/${stage.id}`, input),
        );
      },
    });
  }

  /** The whole order is written anew: places in tens, as amoCRM numbers them. */
  async function reorder(pipeline: Pipeline, stage: Stage, step: -1 | 1): Promise<void> {
    const own = pipeline.statuses.filter(isOwn);
    const from = own.indexOf(stage);
    const other = own[from + step];
    if (other === undefined) return;
    [own[from], own[from + step]] = [other, stage];
    await act(async () => {
      for (const [i, { id }] of own.entries())
        await api.v4('PATCH', `/leads/pipelines/${pipeline.id}/statuses/${id}`, { sort: (i + 2) * 10 });
    });
    list.querySelector<HTMLElement>(`[data-testid="stage-menu-${stage.id}"]`)?.focus();
  }

  function askDeleteStage(pipeline: Pipeline, stage: Stage): void {
    openDialog({
      title: `Удалить этап «${stage.name}»?`,
      testId: 'stage-delete-dialog',
      confirm: 'Удалить',
      danger: true,
      body: [el('p', {}, 'Сделки этого этапа перейдут на первый этап воронки.')],
      onConfirm: () => act(() => api.v4('DELETE', `/leads/pipelines/${pipeline.id}/statuses/${stage.id}`)),
    });
  }

  function stageNode(pipeline: Pipeline, stage: Stage): HTMLElement {
    const menu: HTMLElement = el(
      'button',
      {
        class: 'icon-button',
        type: 'button',
        'aria-label': `Действия с этапом «${stage.name}»`,
        'data-testid': `stage-menu-${stage.id}`,
        onclick: () =>
          openMenu(menu, [
            { text: 'Изменить', testId: `stage-edit-${stage.id}`, run: () => stageForm(pipeline, stage) },
            { text: 'Выше', testId: `stage-up-${stage.id}`, run: () => void reorder(pipeline, stage, -1) },
            { text: 'Ниже', testId: `stage-down-${stage.id}`, run: () => void reorder(pipeline, stage, 1) },
            {
              text: 'Удалить',
              testId: `stage-delete-${stage.id}`,
              danger: true,
              run: () => askDeleteStage(pipeline, stage),
            },
          ]),
      },
      '⋯',
    );
    return el(
      'li',
      { class: 'stage-row', 'data-testid': `stage-${pipeline.id}-${stage.id}` },
      el('span', { class: 'stage-row__color', style: `background:${stage.color}`, 'aria-hidden': 'true' }),
      el('span', {}, stage.name),
      isOwn(stage) ? menu : el('span', { class: 'muted' }, 'системный'),
    );
  }

  function pipelineNode(pipeline: Pipeline): HTMLElement {
    const path = `/leads/pipelines/${pipeline.id}`;
    const menu: HTMLElement = el(
      'button',
      {
        class: 'icon-button',
        type: 'button',
        'aria-label': `Действия с воронкой «${pipeline.name}»`,
        'data-testid': `pipeline-menu-${pipeline.id}`,
        onclick: () =>
          openMenu(menu, [
            {
              text: 'Переименовать',
              testId: `pipeline-rename-${pipeline.id}`,
              run: () => nameForm('Воронка', pipeline.name, (name) => api.v4('PATCH', path, { name })),
            },
            ...(pipeline.isMain
              ? []
              : [
                  {
                    text: 'Сделать главной',
                    testId: `pipeline-main-${pipeline.id}`,
                    run: () => void act(() => api.v4('PATCH', path, { is_main: true })),
                  },
                ]),
            {
              text: 'Удалить',
              testId: `pipeline-delete-${pipeline.id}`,
              danger: true,
              run: () => void act(() => api.v4('DELETE', path)),
            },
          ]),
      },
      '⋯',
    );
    return el(
      'article',
      { class: 'panel', 'data-testid': `pipeline-card-${pipeline.id}` },
      el(
        'header',
        { class: 'panel__head' },
        el('h3', {}, pipeline.name, pipeline.isMain ? el('span', { class: 'badge' }, 'главная') : null),
        menu,
      ),
      el('ol', { class: 'stage-list' }, ...pipeline.statuses.map((stage) => stageNode(pipeline, stage))),
      el(
        'button',
        {
          class: 'button-link',
          type: 'button',
          'data-testid': `stage-add-${pipeline.id}`,
          onclick: () => stageForm(pipeline, null),
        },
        '+ Добавить этап',
      ),
    );
  }

  function draw(): void {
    list.replaceChildren(...state.boot.pipelines.map(pipelineNode));
  }

  const add = (name: string): Promise<unknown> => api.v4('POST', '/leads/pipelines', [{ name, sort: 100 }]);
  body.append(
    el(
      'div',
      { class: 'settings__tools' },
      el(
        'button',
        {
          class: 'button button_primary',
          type: 'button',
          'data-testid': 'pipeline-add',
          onclick: () => nameForm('Новая воронка', '', add),
        },
        'Добавить воронку',
      ),
    ),
    list,
  );
  draw();
  return page;
}
