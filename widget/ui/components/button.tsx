import type { ButtonHTMLAttributes, ComponentChildren } from 'preact';
import { Spinner } from './spinner.tsx';

type Props = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'class' | 'className' | 'icon'> & {
  kind?: 'primary' | 'secondary' | 'quiet' | 'danger';
  /** The request runs: shows progress, keeps its width, ignores clicks but keeps the focus. */
  busy?: boolean;
  wide?: boolean;
  small?: boolean;
  testId?: string;
  children: ComponentChildren;
};

export function Button(props: Props) {
  const {
    kind = 'secondary',
    busy = false,
    wide = false,
    small = false,
    testId,
    children,
    onClick,
    ...rest
  } = props;
  const classes = ['am-button', `am-button--${kind}`];
  if (busy) classes.push('am-button--busy');
  if (wide) classes.push('am-button--wide');
  if (small) classes.push('am-button--small');
  return (
    <button
      type="button"
      {...rest}
      class={classes.join(' ')}
      data-testid={testId}
      aria-busy={busy}
      onClick={busy ? undefined : onClick}
    >
      <span class="am-button__label">{children}</span>
      {busy ? <Spinner /> : null}
    </button>
  );
}
