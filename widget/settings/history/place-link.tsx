import type { ComponentChildren } from 'preact';
import { openSection, type SectionId } from '../router.ts';
import { addressOf, type HistoryPlace } from './address.ts';

type Props = { to: HistoryPlace; testId?: string; children: ComponentChildren };

/** A place of the history; opens in a new tab like any link, if one wants that. */
export function PlaceLink({ to, testId, children }: Props) {
  return (
    <SectionLink section="history" part={addressOf(to)} testId={testId}>
      {children}
    </SectionLink>
  );
}

type SectionProps = {
  section: SectionId;
  part?: string | undefined;
  testId?: string | undefined;
  children: ComponentChildren;
};

export function SectionLink({ section, part = '', testId, children }: SectionProps) {
  return (
    <a
      href={part === '' ? `#${section}` : `#${section}/${part}`}
      data-testid={testId}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        openSection(section, part);
      }}
    >
      {children}
    </a>
  );
}
