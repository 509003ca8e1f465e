import type { PersonRow } from '../pages/view-types.ts';
import { api } from './api.ts';
import { labelled, openDialog } from './dialog.ts';
import { el } from './dom.ts';
import { attempt } from './notice.ts';

const FOUND = 8;

export function matchesRow(row: PersonRow, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return true;
  if ([row.name, row.companyName, ...row.emails].some((part) => part.toLowerCase().includes(wanted)))
    return true;
  const digits = wanted.replace(/\D/g, '');
  return digits.length > 2 && row.phones.some((phone) => phone.replace(/\D/g, '').includes(digits));
}

async function create(kind: 'contacts' | 'companies', name: string, phone: string): Promise<number> {
  const values =
    phone === '' ? {} : { custom_fields_values: [{ field_code: 'PHONE', values: [{ value: phone }] }] };
  return api.add(kind, { name, ...values });
}

/** Picks an existing contact or company by name or phone, or makes a new one. */
export function linkDialog(kind: 'contacts' | 'companies', link: (id: number) => Promise<boolean>): void {
  let rows: PersonRow[] = [];
  let chosen: number | null = null;
  const search = el('input', {
    class: 'input',
    placeholder: 'Имя или телефон',
    'data-testid': 'link-search',
    oninput: () => show(),
  });
  const list = el('div', { class: 'picker', role: 'radiogroup', 'aria-label': 'Найденные' });
  const name = el('input', { class: 'input', 'data-testid': 'link-new-name' });
  const phone = el('input', { class: 'input', type: 'tel', 'data-testid': 'link-new-phone' });

  function show(): void {
    const found = rows.filter((row) => matchesRow(row, search.value)).slice(0, FOUND);
    list.replaceChildren(
      ...(found.length === 0 ? [el('p', { class: 'muted' }, 'Никого не нашлось.')] : []),
      ...found.map((row) =>
        el(
          'label',
          { class: 'picker__row' },
          el('input', {
            type: 'radio',
            name: 'link-pick',
            checked: row.id === chosen,
            'data-testid': `link-pick-${row.id}`,
            onchange: () => {
              chosen = row.id;
            },
          }),
          el('span', {}, row.name),
          el('span', { class: 'muted' }, row.phones[0] ?? ''),
        ),
      ),
    );
  }

  openDialog({
    title: kind === 'contacts' ? 'Добавить контакт' : 'Добавить компанию',
    testId: 'link-dialog',
    confirm: 'Добавить',
    body: [
      search,
      list,
      el('p', { class: 'muted' }, 'Или новая запись:'),
      labelled(kind === 'contacts' ? 'Имя' : 'Название', name),
      labelled('Телефон', phone),
    ],
    onConfirm: async () => {
      const typed = name.value.trim();
      if (typed === '' && chosen === null) return false;
      let id = chosen ?? 0;
      if (typed !== '') {
        const isMade = await attempt(async () => {
          id = await create(kind, typed, phone.value.trim());
        });
        if (!isMade) return false;
      }
      return link(id);
    },
  });
  void attempt(async () => {
    rows = (await api.people(kind)).rows;
    show();
  });
}
