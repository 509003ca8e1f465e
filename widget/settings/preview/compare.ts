import type { Choice, ShownField } from '../../../worker/preview/preview.schemas.ts';
import type { Stage } from '../../../worker/settings/automation.schemas.ts';
import { same } from '../drafts/same.ts';

/** One line of the comparison: what the saved settings choose and what those on the screen choose. */
export type Cell =
  | { kind: 'deal'; deal: Choice['deal'] }
  | { kind: 'contact'; contact: Choice['contact'] }
  | { kind: 'stage'; stage: Stage | null; moves: boolean }
  | { kind: 'field'; field: Pick<ShownField, 'value' | 'written'> | null }
  | { kind: 'title'; title: string | null }
  | { kind: 'task'; task: Choice['task'] }
  | { kind: 'note'; note: string | null };

export type RowName = 'deal' | 'contact' | 'stage' | 'title' | 'task' | 'note';
export type Row = {
  key: string;
  name: { row: RowName } | { field: string };
  saved: Cell;
  screen: Cell;
  differs: boolean;
};

/** Where only one of them does anything at all, the rest follows from that: it is no difference of its own. */
export function compareChoices(saved: Choice, screen: Choice): Row[] {
  const isOneSided = (saved.deal === null) !== (screen.deal === null);
  return rowsOf(saved, screen).map((row) =>
    isOneSided && row.key !== 'deal' ? { ...row, differs: false } : row,
  );
}

function rowsOf(saved: Choice, screen: Choice): Row[] {
  const row = (name: RowName, cell: (choice: Choice) => Cell): Row =>
    rowOf(name, { row: name }, cell(saved), cell(screen));
  return [
    row('deal', ({ deal }) => ({ kind: 'deal', deal })),
    row('stage', ({ stage }) => ({
      kind: 'stage',
      stage: stage.to ?? stage.from,
      moves: stage.to !== null,
    })),
    row('contact', ({ contact }) => ({ kind: 'contact', contact })),
    ...fieldRows(saved, screen),
    row('title', ({ title }) => ({ kind: 'title', title })),
    row('task', ({ task }) => ({ kind: 'task', task })),
    row('note', ({ note }) => ({ kind: 'note', note })),
  ].filter(({ saved, screen }) => says(saved) || says(screen));
}

/** In the order of the screen's settings; a field that only the saved ones write comes last. */
function fieldRows(saved: Choice, screen: Choice): Row[] {
  const keyOf = ({ entity, name }: ShownField) => `${entity}:${name}`;
  const before = new Map(saved.fields.map((field) => [keyOf(field), field]));
  const after = new Map(screen.fields.map((field) => [keyOf(field), field]));
  return [...new Map([...after, ...before])].map(([key, { name }]) =>
    rowOf(key, { field: name }, fieldCell(before.get(key)), fieldCell(after.get(key))),
  );
}

function fieldCell(field: ShownField | undefined): Cell {
  return {
    kind: 'field',
    field: field === undefined ? null : { value: field.value, written: field.written },
  };
}

function rowOf(key: string, name: Row['name'], saved: Cell, screen: Cell): Row {
  return { key, name, saved, screen, differs: !same(saved, screen) };
}

/** A line about nothing is not shown. The deal and its stage are what is asked for. */
function says(cell: Cell): boolean {
  switch (cell.kind) {
    case 'deal':
    case 'field':
      return true;
    case 'stage':
      return cell.stage !== null;
    case 'contact':
      return cell.contact !== null;
    case 'title':
      return cell.title !== null;
    case 'task':
      return cell.task !== null;
    case 'note':
      return cell.note !== null;
  }
}

export type Why = { both: string[]; saved: string[]; screen: string[] };

/** The reasons that tell the two apart first; each sentence once. */
export function whyOf(saved: Choice, screen: Choice): Why {
  const before = textsOf(saved);
  const after = textsOf(screen);
  return {
    both: after.filter((text) => before.includes(text)),
    saved: before.filter((text) => !after.includes(text)),
    screen: after.filter((text) => !before.includes(text)),
  };
}

function textsOf({ reasons }: Choice): string[] {
  return [...new Set(reasons.map(({ text }) => text))];
}
