import { askRemoval, restore, setStatus, startMoving } from './actions.ts';
import { action, box, el } from './dom.ts';
import { elementOf } from './grid.ts';
import type { TalonCell } from './model.ts';
import { openPatient } from './patient-card.ts';
import { state } from './state.ts';
import { shapeOf, statusTone } from './statuses.ts';
import { openTalon } from './talon-dialog.ts';

let opener = '';

/** Everything that can be done with a visit, statuses first: one click each. */
export function openMenu(cell: TalonCell, at: EventTarget | { x: number; y: number } | null): void {
  const { day } = state;
  if (day === null) return;
  const { talon, doctor } = cell;
  const menu = box('menu');
  opener = cell.key;
  const item = (testId: string, run: () => void, ...children: (Node | string)[]) =>
    action({ role: 'menuitem', 'data-testid': testId }, () => close(run), ...children);
  const statuses = talon.deleted
    ? []
    : day.statuses.map((status) => {
        const row = item(
          `status-${status.id}`,
          () => setStatus(talon, status.id),
          el('i', { class: 'shape' }, shapeOf(day, status.name)),
          status.name,
        );
        row.classList.add(statusTone(day, status.id));
        row.setAttribute('aria-current', String(status.id === talon.statusId));
        return row;
      });
  const others = [
    item('menu-open', () => openTalon(doctor, talon), 'Открыть', el('kbd', {}, 'Enter')),
    ...(talon.deleted
      ? [item('menu-restore', () => restore(talon.id), 'Восстановить')]
      : [item('menu-move', () => startMoving(talon, doctor.id), 'Переместить…', el('kbd', {}, 'M'))]),
    item('menu-patient', () => void openPatient(talon.patient.id), 'Карта пациента'),
    ...(talon.deleted
      ? []
      : [item('menu-delete', () => askRemoval(talon), 'Удалить…', el('kbd', {}, 'Del'))]),
  ];
  menu.replaceChildren(...statuses, ...(statuses.length > 0 ? [el('hr')] : []), ...others);
  menu.showPopover();
  const corner = at instanceof Element ? at.getBoundingClientRect() : null;
  const x = corner?.left ?? (at !== null && 'x' in at ? at.x : 0);
  const y = corner?.bottom ?? (at !== null && 'y' in at ? at.y : 0);
  const fitX = Math.min(x, innerWidth - menu.offsetWidth - 8);
  const fitY = Math.min(y, innerHeight - menu.offsetHeight - 8);
  menu.style.left = `${Math.max(8, fitX)}px`;
  menu.style.top = `${Math.max(8, fitY)}px`;
  (menu.querySelector<HTMLElement>('[aria-current="true"]') ?? menu.querySelector('button'))?.focus();
}

function close(then: () => void): void {
  box('menu').hidePopover();
  then();
}

export function listenToMenu(): void {
  const menu = box('menu');
  menu.addEventListener('keydown', (event) => {
    const items = [...menu.querySelectorAll('button')];
    const at = items.findIndex((one) => one.matches(':focus'));
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    items[(at + step + items.length) % items.length]?.focus();
  });
  menu.addEventListener('toggle', () => {
    if (!menu.matches(':popover-open') && document.activeElement === document.body)
      elementOf(opener)?.focus();
  });
}
