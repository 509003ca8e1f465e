import type { ComponentChildren } from 'preact';
import type { EventReply } from '../../../worker/history/events.schemas.ts';
import { Banner } from '../../ui/components/index.ts';
import { t as common } from '../locales/common.ts';
import { t } from '../locales/history.ts';
import { told } from '../shared/english.ts';
import { SectionLink } from './place-link.tsx';
import { remedyOf, type Verdict, verdictOf } from './verdict.ts';

const nothingDone = {
  pending: 'noActions.yet',
  failed: 'noActions.failed',
  done: 'noActions',
  ignored: 'noActions',
} as const;

/** What was done and why; where the deal stayed as it was, first of all why, and what can be done about that. */
export function Decision({ event }: { event: EventReply }) {
  const { decision } = event;
  if (decision === null) return <p>{t('noDecision')}</p>;
  const verdict = verdictOf(event);
  return (
    <>
      {verdict === null || verdict.moved ? null : <Stayed verdict={verdict} />}
      <Lines title={t('actions')} none={t(nothingDone[event.outcome])}>
        {unique(decision.actions, ({ text }) => text).map(({ text }) => (
          <li key={text}>{told(text)}</li>
        ))}
      </Lines>
      <Lines title={t('reasons')} none={t('noReasons')}>
        {unique(decision.reasons, ({ text }) => text).map(({ code, text }) => (
          <li key={text}>
            {told(text)}
            {verdict?.text === text ? null : <Remedy code={code} />}
          </li>
        ))}
      </Lines>
    </>
  );
}

function Stayed({ verdict }: { verdict: Verdict }) {
  return (
    <Banner
      tone="info"
      testId="verdict"
      action={
        verdict.section === null ? undefined : (
          <SectionLink section={verdict.section} testId="verdict-section">
            {t('toSection', { section: common(`section.${verdict.section}`) })}
          </SectionLink>
        )
      }
    >
      <strong>{t('verdict.stayed')}</strong>
      <br />
      {told(verdict.text)}
      {verdict.remedy === null ? null : (
        <>
          <br />
          {verdict.remedy}
        </>
      )}
    </Banner>
  );
}

function Remedy({ code }: { code: string }) {
  const remedy = remedyOf(code);
  return remedy === null ? null : <span class="am-muted"> — {remedy}</span>;
}

function Lines(props: { title: string; none: string; children: ComponentChildren[] }) {
  return (
    <>
      <h3>{props.title}</h3>
      {props.children.length === 0 ? <p class="am-muted">{props.none}</p> : <ul>{props.children}</ul>}
    </>
  );
}

function unique<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
