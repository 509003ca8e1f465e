import { t } from './messages.ts';
import type { Column } from './types.ts';

/** What the looks mean, in words; only of what can be seen. */
export function Legend({ columns }: { columns: readonly Column[] }) {
  const has = {
    own: columns.some(({ visits }) => visits.some(({ tone }) => tone === 'own')),
    foreign: columns.some(({ blocks }) => blocks.some(({ kind }) => kind === 'foreign')),
  };
  return (
    <p class="sched-legend">
      <Sign look="free" />
      <Sign look="visit" />
      {has.own ? <Sign look="own" /> : null}
      <Sign look="busy" />
      {has.foreign ? <Sign look="foreign" /> : null}
      <Sign look="off" />
    </p>
  );
}

function Sign({ look }: { look: 'free' | 'visit' | 'own' | 'busy' | 'foreign' | 'off' }) {
  return (
    <span class="sched-legend__item">
      <span class={`sched-sign sched-sign--${look}`} aria-hidden="true" />
      {t(look)}
    </span>
  );
}
