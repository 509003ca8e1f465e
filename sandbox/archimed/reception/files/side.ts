import { box, replaceKeepingFocus } from './dom.ts';

/** What can stand at the side of the schedule: a patient, the journal, the deleted visits. */
export type Panel = { title: string; read: () => Promise<Node[] | null> };

let open: Panel | null = null;
let drawn = '';
let closed: () => void = () => {};

export async function openSide(panel: Panel, onClose: () => void = () => {}): Promise<void> {
  open = panel;
  closed = onClose;
  drawn = '';
  box('side-title').textContent = panel.title;
  box('side').hidden = false;
  await refreshSide();
  box('side-body').scrollTop = 0;
}

/** Redraws only what differs, so that focus and scrolling stay where they are. */
export async function refreshSide(): Promise<void> {
  const panel = open;
  if (panel === null) return;
  const nodes = await panel.read();
  if (nodes === null || panel !== open) return;
  const picture = nodes.map((node) => (node instanceof Element ? node.outerHTML : node.textContent)).join('');
  if (picture === drawn) return;
  drawn = picture;
  replaceKeepingFocus(box('side-body'), ...nodes);
}

export function closeSide(): void {
  if (open === null) return;
  open = null;
  box('side').hidden = true;
  closed();
}

export function listenToSide(): void {
  box('side-close').addEventListener('click', closeSide);
  box('side').addEventListener('keydown', (event) => {
    if (event.key === 'Escape') closeSide();
  });
}
