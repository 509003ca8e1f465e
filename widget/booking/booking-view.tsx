import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Visit } from '../../worker/visits/visits.schemas.ts';
import { Select } from '../ui/components/select.tsx';
import { DoneView } from './done-view.tsx';
import { t } from './messages.ts';
import type { Model, Step } from './model.ts';
import { PatientColumn } from './patient-column.tsx';
import { SummaryColumn } from './summary-column.tsx';
import { WhenColumn } from './when-column.tsx';
import { Window } from './window.tsx';

type Props = { model: Model; onClose: () => void; onAgain: () => void };

const steps: readonly Step[] = ['who', 'when', 'summary'];

export function BookingView({ model, onClose, onAgain }: Props) {
  const moving = model.visit !== null;
  const phase = model.submission.phase.value;
  const step = model.step.value;
  const columns = useRef<HTMLDivElement>(null);
  // On a narrow screen what had the focus may have gone with its step.
  useLayoutEffect(() => {
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && focused !== document.body && focused.offsetParent === null)
      columns.current?.querySelector<HTMLElement>(`.column--${step}`)?.focus();
  }, [step]);
  if (phase.kind === 'done') {
    return (
      <Window title={t(moving ? 'title.move' : 'title.book')} onClose={onClose}>
        <DoneView
          kind={kindOf(model, phase.visit)}
          api={model.api}
          visit={phase.visit}
          timeZone={model.branch.value.timeZone}
          dealId={moving ? null : model.deal.id.value}
          onClose={onClose}
          onAgain={moving ? null : onAgain}
        />
      </Window>
    );
  }
  const next = steps[steps.indexOf(step) + 1];
  return (
    <Window
      title={t(moving ? 'title.move' : 'title.book')}
      onClose={onClose}
      aside={moving ? null : <BranchSelect model={model} />}
    >
      <nav class="steps" aria-label={t(moving ? 'title.move' : 'title.book')}>
        {steps.map((name) => (
          <button
            key={name}
            type="button"
            class="steps__item"
            aria-current={name === step ? 'step' : undefined}
            onClick={() => {
              model.step.value = name;
            }}
          >
            {t(moving && name === 'who' ? 'step.what' : `step.${name}`)}
          </button>
        ))}
      </nav>
      <div
        ref={columns}
        class={model.grid.way.value === 'nearest' ? 'columns' : 'columns columns--grid'}
        data-step={step}
      >
        <PatientColumn model={model} />
        <WhenColumn model={model} />
        <SummaryColumn model={model} />
      </div>
      {next === undefined ? null : (
        <div class="steps__next">
          <button
            type="button"
            class="am-button am-button--primary am-button--wide"
            onClick={() => {
              model.step.value = next;
            }}
          >
            {t('next')}
          </button>
        </div>
      )}
    </Window>
  );
}

/** A form that moves may also have changed the services or the comment only. */
function kindOf({ visit: before }: Model, after: Visit): 'book' | 'move' | 'change' {
  if (before === null) return 'book';
  return before.start === after.start && before.doctorId === after.doctorId ? 'change' : 'move';
}

function BranchSelect({ model }: { model: Model }) {
  if (model.branches.length < 2) return null;
  return (
    <Select
      label={t('branch')}
      quietLabel
      testId="branch-select"
      value={String(model.branch.value.id)}
      options={model.branches.map((branch) => ({ value: String(branch.id), label: branch.title }))}
      onChange={(value) => void model.chooseBranch(Number(value))}
    />
  );
}
