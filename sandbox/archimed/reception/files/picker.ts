import { action, el } from './dom.ts';

export type Choice<T> = { value: T; testId: string; label: string; details: string };
type Options<T> = {
  field: HTMLInputElement;
  list: HTMLElement;
  find: (query: string) => Promise<Choice<T>[] | null>;
  pick: (value: T) => void;
  /** What stands there when nobody was found; Enter then means `none`. */
  nobody: string;
  none: (query: string) => void;
};

const shortest = 3;

/** A search field with its findings below: arrows walk, Enter takes the first or the marked one. */
export function picker<T>({ field, list, find, pick, nobody, none }: Options<T>): { clear(): void } {
  let rows: Choice<T>[] = [];
  let marked = 0;
  let asked = 0;
  let pending: Promise<void> = Promise.resolve();

  const clear = () => {
    asked += 1;
    rows = [];
    list.replaceChildren();
    field.value = '';
  };
  const take = (value: T) => {
    clear();
    pick(value);
  };
  const mark = () => {
    for (const [index, row] of [...list.querySelectorAll('button')].entries())
      row.setAttribute('aria-selected', String(index === marked));
  };
  const search = async () => {
    asked += 1;
    const mine = asked;
    const query = field.value.trim();
    const found = query === '' ? [] : await find(query);
    if (mine !== asked || found === null) return;
    rows = found;
    marked = 0;
    const items = rows.map(({ value, testId, label, details }) =>
      el(
        'li',
        {},
        action(
          { 'data-testid': testId, tabindex: -1, role: 'option' },
          () => take(value),
          el('span', {}, label),
          el('small', {}, details),
        ),
      ),
    );
    const empty = query.length >= shortest ? [el('li', { class: 'quiet' }, nobody)] : [];
    list.replaceChildren(...(items.length > 0 ? items : empty));
    mark();
  };

  field.addEventListener('input', () => {
    pending = search();
  });
  field.addEventListener('keydown', async (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      marked = Math.max(0, Math.min(rows.length - 1, marked + step));
      mark();
    }
    if (event.key === 'Escape' && list.childElementCount > 0) {
      event.preventDefault();
      event.stopPropagation();
      clear();
    }
    if (event.key !== 'Enter') return;
    event.preventDefault();
    // Typed faster than found: the answer is waited for.
    await pending;
    const row = rows[marked];
    const query = field.value.trim();
    if (row !== undefined) take(row.value);
    else if (query.length >= shortest) none(query);
  });
  return { clear };
}
