import { useCallback } from 'preact/hooks';
import type { SupportReply } from '../../../worker/support/support.schemas.ts';
import { t as common } from '../locales/common.ts';
import { t } from '../locales/support.ts';
import { LoadedGate } from '../shared/loaded-gate.tsx';
import { SectionHead } from '../shared/section-head.tsx';
import { useLoaded } from '../shared/use-loaded.ts';
import { useStore } from '../store.ts';
import { DiagnosisCard } from './diagnosis-card.tsx';
import { LeaveCard } from './leave-card.tsx';

export function SupportSection() {
  const store = useStore();
  const read = useCallback(() => store.api.support(), [store]);
  const [loaded, again] = useLoaded(read);
  return (
    <>
      <SectionHead title={common('section.support')} intro={t('intro')} />
      <LoadedGate loaded={loaded} onRetry={again}>
        {(support) => <ContactCard support={support} />}
      </LoadedGate>
      <DiagnosisCard />
      {store.accountWide.value ? <LeaveCard /> : null}
    </>
  );
}

function ContactCard({ support: { contact, version } }: { support: SupportReply }) {
  const address = contact === null ? null : addressOf(contact);
  return (
    <section class="st-card" aria-labelledby="support-contact">
      <h3 id="support-contact">{t('contact')}</h3>
      <p data-testid="support-contact">
        {contact === null ? (
          t('contact.none')
        ) : address === null ? (
          contact
        ) : (
          <a href={address} target="_blank" rel="noopener noreferrer">
            {contact}
          </a>
        )}
      </p>
      {contact === null ? null : <p class="am-small am-muted">{t('contact.hint')}</p>}
      <div>
        <a href="/guide/" target="_blank" rel="noopener" data-testid="support-guide">
          {t('guide.open')}
        </a>
        <p class="am-small am-muted">{t('guide.hint')}</p>
      </div>
      <p class="am-small am-muted">{t('version', { version })}</p>
    </section>
  );
}

/** An address of the web or of mail is one click; anything else is read and typed. */
function addressOf(contact: string): string | null {
  if (/^https:\/\/\S+$/.test(contact)) return contact;
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(contact) ? `mailto:${contact}` : null;
}
