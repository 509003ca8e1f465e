import { createRequire } from 'node:module';
import { expect, test, vi } from 'vitest';
import { controls } from './controls.ts';
import { createRender, isTwig } from './widget-render.ts';

const require = createRequire(import.meta.url);

/** twig keeps its templates for the life of the module. */
function freshTwig(): unknown {
  delete require.cache[require.resolve('twig/twig.js')];
  return require('twig/twig.js');
}

function startRender(files: Record<string, string> = {}) {
  const twig = freshTwig();
  if (!isTwig(twig)) throw new Error('twig is not what it was');
  const read = vi.fn(async (url: string) => {
    const text = files[url];
    if (text === undefined) throw new Error(url);
    return text;
  });
  return { render: createRender(twig, read), read };
}

const items = [
  { id: 1, option: 'Кардиолог' },
  { id: 2, option: 'Хирург <детский>' },
];

test('markup with loops, filters and conditions', () => {
  const { render } = startRender();
  const data = '{% for item in items %}{% if item.id > 1 %}{{ item.option|upper|e }}{% endif %}{% endfor %}';
  expect(render({ data }, { items })).toBe('ХИРУРГ &lt;ДЕТСКИЙ&gt;');
});

test.each<[string, Record<string, unknown>, string]>([
  ['button', { text: 'Записать', class_name: 'mine', blue: true }, 'button-input mine button-input_blue'],
  ['input', { name: 'phone', value: '"+7"', placeholder: 'Телефон' }, 'value="&quot;+7&quot;"'],
  ['textarea', { name: 'note', value: 'a < b' }, '>a &lt; b</textarea>'],
  ['suggest', { name: 'doctor', items }, '<option value="Кардиолог" data-value-id="1">'],
  ['select', { name: 'doctor', items, selected: 2 }, '<option value="2" selected>Хирург &lt;детский&gt;'],
  ['multiselect', { name: 'doctors', items, selected: [1] }, '<option value="1" selected>'],
  ['radio', { name: 'doctor', items, selected: 1 }, 'value="1" checked'],
  ['checkbox', { name: 'agree', text: 'Согласен', checked: true }, 'is-checked'],
  ['checkboxes_dropdown', { name: 'days', items, title: 'Врачи' }, 'Врачи</summary>'],
  ['date_field', { name: 'day', value: '2026-11-27' }, 'type="date" value="2026-11-27"'],
])('control %s', (name, params, expected) => {
  const { render } = startRender();
  expect(render({ ref: `/tmpl/controls/${name}.twig` }, params)).toContain(expected);
});

test('every control renders without parameters', () => {
  const { render } = startRender();
  for (const name of Object.keys(controls))
    expect(render({ ref: `/tmpl/controls/${name}.twig` })).not.toBe('');
});

test('controls inside a template, by function and by include', () => {
  const { render } = startRender();
  const data = `{{ include_control('button', { text: title }) }}{% include '/tmpl/controls/input.twig' with { name: 'a' } %}`;
  expect(render({ data }, { title: 'Да' })).toMatch(/>Да<.*<input[^>]* name="a">/s);
});

test('a file of the archive: asked once, handed to load or promised', async () => {
  const { render, read } = startRender({ '/widgets/x/templates/a.twig?v=1.0.0': 'Привет, {{ name }}' });
  const source = { href: '/templates/a.twig', base_path: '/widgets/x', v: '1.0.0' };
  const loaded = new Promise((resolve) => {
    expect(render({ ...source, load: (template) => resolve(template.render({ name: 'Анна' })) })).toBe('');
  });
  expect(await loaded).toBe('Привет, Анна');
  expect(await render({ ...source, promised: true })).toHaveProperty('render');
  expect(read).toHaveBeenCalledTimes(1);
  await expect(render({ ...source, v: '2.0.0', promised: true })).rejects.toThrow('a.twig?v=2.0.0');
});

test('an unknown control is refused by name', () => {
  const { render } = startRender();
  expect(() => render({ ref: '/tmpl/controls/calendar.twig' })).toThrow('calendar.twig');
});
