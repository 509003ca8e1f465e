import { scenes } from '../scenes/index.ts';
import type { Scene } from '../scenes/scene.ts';
import { runScene, undoScene } from '../scenes/stage.ts';
import { badge, button, el } from './dom.ts';
import { attempt, type Context, type View } from './view.ts';

/** Stories for both doubles at once, with what one should see in the product. */
export function scenesView(context: Context): View {
  const { amocrm, archimed } = context;
  if (amocrm === null || archimed === null) {
    return {
      node: el(
        'p',
        { class: 'empty', 'data-testid': 'view-scenes' },
        'Сценам нужны оба двойника: укажите адрес второго в шапке.',
      ),
      refresh: async () => undefined,
    };
  }
  const cards = scenes.map((scene) =>
    sceneCard(context, scene, { amocrm: amocrm.url, archimed: archimed.url }),
  );
  return {
    node: el('div', { class: 'scenes', 'data-testid': 'view-scenes' }, ...cards.map(({ node }) => node)),
    async refresh() {
      const listed = (await amocrm.scenes()).scenes;
      for (const card of cards) card.mark(listed.some(({ id, steps }) => id === card.id && steps.length > 0));
    },
  };
}

function sceneCard(context: Context, scene: Scene, urls: { amocrm: string; archimed: string }) {
  const progress = el('ol', {
    class: 'progress',
    'data-testid': `scene-progress-${scene.id}`,
    'aria-live': 'polite',
  });
  const mark = el('span', {});
  const theatre = {
    urls,
    say: (text: string) => {
      progress.append(el('li', {}, text));
      progress.scrollTop = progress.scrollHeight;
    },
    pause: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  };
  const act = async (done: string, job: () => Promise<void>): Promise<void> => {
    progress.replaceChildren();
    for (const control of [run, undo]) control.disabled = true;
    await attempt(context, done, job);
    for (const control of [run, undo]) control.disabled = false;
  };
  const run = button(
    'Сыграть',
    `scene-run-${scene.id}`,
    () => act(`Сцена сыграна: ${scene.title}.`, () => runScene(scene, theatre)),
    'primary',
  );
  const undo = button('Отменить', `scene-undo-${scene.id}`, () =>
    act(`Сцена отменена: ${scene.title}.`, () => undoScene(scene.id, theatre)),
  );
  undo.hidden = true;
  return {
    id: scene.id,
    node: el(
      'section',
      { class: 'card scene', 'data-testid': `scene-${scene.id}` },
      el('h2', {}, scene.title, mark),
      el('p', {}, scene.happens),
      el('p', { class: 'see' }, el('b', {}, 'В продукте: '), scene.see),
      el('div', { class: 'buttons' }, run, undo),
      progress,
    ),
    mark(isOn: boolean): void {
      undo.hidden = !isOn;
      mark.replaceChildren(isOn ? badge('идёт', 'warn') : '');
    },
  };
}
