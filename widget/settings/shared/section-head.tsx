import type { ComponentChildren } from 'preact';

export function SectionHead(props: { title: string; intro: string; action?: ComponentChildren }) {
  return (
    <header class="st-head">
      <div>
        <h2 class="st-head__title">{props.title}</h2>
        <p class="am-muted">{props.intro}</p>
      </div>
      {props.action}
    </header>
  );
}
