import type { Bootstrap, CardView } from '../pages/view-types.ts';
import { api, type LeadEdit } from './api.ts';
import { el } from './dom.ts';
import { editable } from './field-editor.ts';
import { askLossReason } from './loss-dialog.ts';
import { attempt } from './notice.ts';

const LOST = 143;

/** The deal's stage: where it stands, and a list of all stages of all pipelines to move it. */
export function stageBlock(boot: Bootstrap, card: CardView, refresh: () => Promise<void>): HTMLElement {
  const pipeline = boot.pipelines.find((candidate) => candidate.id === card.pipelineId);
  const status = pipeline?.statuses.find((candidate) => candidate.id === card.statusId);
  const save = async (edit: LeadEdit): Promise<boolean> => {
    // The list keeps the focus after a choice; while it has it, the card would not be drawn again.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    const isDone = await attempt(() => api.editLead(card.id, edit));
    await refresh();
    return isDone;
  };
  const select = el(
    'select',
    {
      class: 'select',
      'data-testid': 'lead-stage-select',
      'aria-label': 'Этап',
      onchange: () => {
        const [pipelineId = 0, statusId = 0] = select.value.split(':').map(Number);
        if (statusId !== LOST || boot.lossReasons.length === 0) {
          void save({ pipelineId, statusId });
          return;
        }
        select.value = `${card.pipelineId}:${card.statusId}`;
        askLossReason(boot, (lossReasonId) => save({ pipelineId, statusId, lossReasonId }));
      },
    },
    ...boot.pipelines.map((candidate) =>
      el(
        'optgroup',
        { label: candidate.name },
        ...candidate.statuses.map(({ id, name }) =>
          el(
            'option',
            {
              value: `${candidate.id}:${id}`,
              selected: candidate.id === card.pipelineId && id === card.statusId,
            },
            name,
          ),
        ),
      ),
    ),
  );
  return el(
    'div',
    { class: 'stage' },
    el(
      'div',
      { class: 'stage__now', style: `border-color:${status?.color ?? 'transparent'}` },
      el('span', { class: 'muted' }, pipeline?.name ?? ''),
      el('b', { 'data-testid': 'lead-stage' }, status?.name ?? ''),
    ),
    stageBar(boot, card),
    card.statusId === LOST ? lossReason(boot, card, save) : null,
    select,
  );
}

/** Open stages as a line in their own colours, filled up to where the deal stands. */
function stageBar(boot: Bootstrap, card: CardView): HTMLElement | null {
  const stages = boot.pipelines
    .find((candidate) => candidate.id === card.pipelineId)
    ?.statuses.filter(({ type, id }) => type === 0 && id !== LOST);
  const index = stages?.findIndex(({ id }) => id === card.statusId) ?? -1;
  if (stages === undefined || index < 0) return null;
  return el(
    'div',
    { class: 'stage__bar', 'aria-hidden': 'true' },
    ...stages.map((stage, i) =>
      el('span', { title: stage.name, style: i <= index ? `background:${stage.color}` : '' }),
    ),
  );
}

function lossReason(
  boot: Bootstrap,
  card: CardView,
  save: (edit: LeadEdit) => Promise<boolean>,
): HTMLElement {
  const name = boot.lossReasons.find(({ id }) => id === card.lossReasonId)?.name ?? 'Причина не указана';
  const choices = (): HTMLSelectElement =>
    el(
      'select',
      { class: 'select' },
      el('option', { value: '' }, 'Без причины'),
      ...boot.lossReasons.map(({ id, name }) =>
        el('option', { value: id, selected: id === card.lossReasonId }, name),
      ),
    );
  return el(
    'div',
    { class: 'stage__loss' },
    el('span', { class: 'muted' }, 'Причина отказа'),
    editable('lead-loss-reason', name, choices, async (id) => {
      await save({ lossReasonId: id === '' ? null : Number(id) });
    }),
  );
}
