import type { Stage } from '../../../worker/settings/automation.schemas.ts';
import { Field, type FieldProps } from '../../ui/components/index.ts';
import { t } from '../locales/common.ts';
import type { Pipeline } from '../store.ts';
import { goneStage } from './gone.ts';
import { findStage, stageKey, stageLabel, stageOfKey, stageShort, textOn } from './stages.ts';

type Props = FieldProps & {
  pipelines: readonly Pipeline[];
  value: Stage | null;
  onChange: (stage: Stage | null) => void;
  /** What «none» is called here. */
  emptyLabel: string;
  disabled?: boolean;
  testId?: string;
};

/** One stage, in the pipeline's own colours; «Неразобранное» is no place where a deal can be moved by API. */
export function StageSelect(props: Props) {
  const { pipelines, value, emptyLabel } = props;
  const found = value === null ? null : findStage(pipelines, value);
  const selected = value === null ? '' : stageKey(value);
  const lost = value !== null && found === null;
  return (
    <Field {...props} error={lost ? t('stage.lost') : props.error}>
      {({ id, describedBy, invalid }) => (
        <select
          id={id}
          class="am-input am-input--select st-stage"
          data-testid={props.testId}
          value={selected}
          disabled={props.disabled}
          aria-invalid={invalid}
          aria-describedby={describedBy}
          style={found === null ? undefined : coloured(found.stage.color)}
          title={value === null ? undefined : stageLabel(pipelines, value)}
          onChange={(event) => props.onChange(stageOfKey(event.currentTarget.value))}
        >
          <option value="" selected={value === null}>
            {emptyLabel}
          </option>
          {lost ? (
            <option value={selected} selected>
              {goneStage(value)}
            </option>
          ) : null}
          {pipelines.map((pipeline) => (
            <optgroup key={pipeline.id} label={pipeline.name}>
              {pipeline.stages
                .filter((stage) => stage.kind !== 'unsorted')
                .map((stage) => {
                  const key = stageKey({ pipelineId: pipeline.id, stageId: stage.id });
                  return (
                    <option key={key} value={key} selected={key === selected} style={coloured(stage.color)}>
                      {stageShort(pipelines, { pipelineId: pipeline.id, stageId: stage.id })}
                    </option>
                  );
                })}
            </optgroup>
          ))}
        </select>
      )}
    </Field>
  );
}

export function coloured(color: string): { backgroundColor: string; color: string } {
  return { backgroundColor: color, color: textOn(color) };
}
