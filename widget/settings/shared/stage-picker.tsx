import { useId } from 'preact/hooks';
import type { Stage } from '../../../worker/settings/automation.schemas.ts';
import { t } from '../locales/common.ts';
import type { Pipeline } from '../store.ts';
import { coloured } from './stage-select.tsx';
import {
  findStage,
  sameStage,
  stageKey,
  stageLabel,
  stageShort,
  togglePipeline,
  toggleStage,
} from './stages.ts';

type Props = {
  label: string;
  hint: string;
  error?: string | null;
  pipelines: readonly Pipeline[];
  value: readonly Stage[];
  onChange: (stages: Stage[]) => void;
  testId: string;
};

/** Several stages: chips of what is chosen, the boxes one click away. */
export function StagePicker({ label, hint, error = null, pipelines, value, onChange, testId }: Props) {
  const id = useId();
  return (
    <fieldset class="st-group" aria-describedby={`${id}-hint`} data-testid={testId}>
      <legend>{label}</legend>
      <p class="am-field__hint" id={`${id}-hint`}>
        {hint}
      </p>
      {value.length === 0 ? null : (
        <ul class="st-chips">
          {value.map((stage) => (
            <li key={stageKey(stage)}>
              <Chip
                pipelines={pipelines}
                stage={stage}
                onRemove={() => onChange(toggleStage(value, stage))}
              />
            </li>
          ))}
        </ul>
      )}
      <details class="st-picker">
        {/* The error is told at what has to be opened to mend it. */}
        <summary aria-invalid={error !== null} aria-describedby={error === null ? undefined : `${id}-error`}>
          {value.length === 0 ? t('stages.choose') : t('stages.chosen', { n: value.length })}
        </summary>
        <div class="st-picker__list">
          {pipelines.map((pipeline) => (
            <PipelineBoxes key={pipeline.id} pipeline={pipeline} value={value} onChange={onChange} />
          ))}
        </div>
      </details>
      {error === null ? null : (
        <p class="am-field__error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}

function Chip(props: { pipelines: readonly Pipeline[]; stage: Stage; onRemove: () => void }) {
  const found = findStage(props.pipelines, props.stage);
  const label = stageLabel(props.pipelines, props.stage);
  return (
    <span
      class={found === null ? 'st-chip st-chip--gone' : 'st-chip'}
      style={found === null ? undefined : coloured(found.stage.color)}
      title={label}
    >
      {stageShort(props.pipelines, props.stage)}
      <button type="button" aria-label={`${t('undoChoice')}: ${label}`} onClick={props.onRemove}>
        ×
      </button>
    </span>
  );
}

function PipelineBoxes(props: {
  pipeline: Pipeline;
  value: readonly Stage[];
  onChange: (stages: Stage[]) => void;
}) {
  const { pipeline, value, onChange } = props;
  const chosen = (stageId: number) =>
    value.some((stage) => sameStage(stage, { pipelineId: pipeline.id, stageId }));
  return (
    <div class="st-picker__pipeline">
      <label class="st-box st-box--all">
        <input
          type="checkbox"
          checked={pipeline.stages.every((stage) => chosen(stage.id))}
          onChange={() => onChange(togglePipeline(value, pipeline))}
        />
        <span>{t('stages.allOf', { name: pipeline.name })}</span>
      </label>
      {pipeline.stages.map((stage) => (
        <label class="st-box" key={stage.id}>
          <input
            type="checkbox"
            checked={chosen(stage.id)}
            onChange={() => onChange(toggleStage(value, { pipelineId: pipeline.id, stageId: stage.id }))}
          />
          <span class="st-chip" style={coloured(stage.color)}>
            {stage.name}
          </span>
        </label>
      ))}
    </div>
  );
}
