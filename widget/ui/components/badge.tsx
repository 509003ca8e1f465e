import type { ComponentChildren } from 'preact';

export type BadgeTone = 'neutral' | 'info' | 'success' | 'warning' | 'error';

export function Badge(props: { tone?: BadgeTone; children: ComponentChildren; testId?: string }) {
  return (
    <span class={`am-badge am-badge--${props.tone ?? 'neutral'}`} data-testid={props.testId}>
      {props.children}
    </span>
  );
}
