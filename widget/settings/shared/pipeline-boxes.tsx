import type { Pipeline } from '../store.ts';
import { gonePipeline } from './gone.ts';

type Props = {
  pipelines: readonly Pipeline[];
  value: readonly number[];
  onChange: (ids: number[]) => void;
};

/** A box for each pipeline; one that was deleted in amoCRM stays until it is unticked. */
export function PipelineBoxes({ pipelines, value, onChange }: Props) {
  const gone = value.filter((id) => !pipelines.some((pipeline) => pipeline.id === id));
  const rows = [
    ...pipelines.map(({ id, name }) => ({ id, name, lost: false })),
    ...gone.map((id) => ({ id, name: gonePipeline(id), lost: true })),
  ];
  return (
    <>
      {rows.map(({ id, name, lost }) => (
        <label class="st-box" key={id}>
          <input
            type="checkbox"
            checked={value.includes(id)}
            onChange={() =>
              onChange(value.includes(id) ? value.filter((other) => other !== id) : [...value, id])
            }
          />
          <span class={lost ? 'st-chip st-chip--gone' : undefined}>{name}</span>
        </label>
      ))}
    </>
  );
}
