import type { ComponentChildren } from 'preact';

const signs = { info: 'i', success: '✓', warning: '!', error: '!' } as const;

type Props = {
  tone: keyof typeof signs;
  children: ComponentChildren;
  /** Buttons that say what can be done now. */
  action?: ComponentChildren;
  testId?: string;
};

/** Colour never speaks alone: every tone has its sign. Errors are announced at once. */
export function Banner({ tone, children, action, testId }: Props) {
  return (
    <div
      class={`am-banner am-banner--${tone}`}
      role={tone === 'error' ? 'alert' : 'status'}
      data-testid={testId}
    >
      <span class="am-banner__sign" aria-hidden="true">
        {signs[tone]}
      </span>
      <div class="am-banner__body">
        <div>{children}</div>
        {action === undefined ? null : <div class="am-banner__action">{action}</div>}
      </div>
    </div>
  );
}
