import type { ComponentChildren } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { Review, ReviewDecision, ReviewsReply } from '../../../worker/review/review.schemas.ts';
import type { Api } from '../../ui/api.ts';
import { Banner, Button } from '../../ui/components/index.ts';
import { formatBirthDate, formatDateTime, formatPhone } from '../../ui/format.ts';
import type { ApiError } from '../../ui/http.ts';
import { problemText, refusalText } from '../errors.ts';
import { PlaceLink } from '../history/place-link.tsx';
import { zoneOf } from '../history/zone.ts';
import { t } from '../locales/review.ts';
import { NextPage } from '../shared/next-page.tsx';
import { useLoaded } from '../shared/use-loaded.ts';
import { usePages } from '../shared/use-pages.ts';
import { useStore } from '../store.ts';

/** What the queue needs of the page it stands in. */
export type ReviewHost = {
  api: Api;
  /** Of amoCRM: contacts are opened there. */
  origin: string;
  zoneOf(branchId: number): string;
  /** The way to the visit's story, where the page has one. */
  story(visitId: string): ComponentChildren;
};

/** Visits whose person only a human can recognise (product.md §3.3); nothing is shown while there are none. */
export function ReviewQueue() {
  const store = useStore();
  const host: ReviewHost = {
    api: store.api,
    origin: store.me.account.origin,
    zoneOf: (branchId) => zoneOf(store, branchId),
    story: (id) => (
      <>
        · <PlaceLink to={{ view: 'visit', id }}>{t('story')}</PlaceLink>
      </>
    ),
  };
  return <Reviews host={host} />;
}

export function Reviews({ host }: { host: ReviewHost }) {
  const { api } = host;
  const read = useCallback(() => api.reviews(null), [api]);
  const [loaded, again] = useLoaded(read);
  if (loaded.kind === 'loading') return null;
  if (loaded.kind === 'failed') {
    return (
      <Banner tone="error" testId="error" action={<Button onClick={again}>{t('again')}</Button>}>
        {t('notRead')} {problemText(loaded.error)}
      </Banner>
    );
  }
  return loaded.value.items.length === 0 ? null : <Queue host={host} first={loaded.value} />;
}

function Queue({ host, first }: { host: ReviewHost; first: ReviewsReply }) {
  const pages = usePages({ items: first.items, next: first.next }, (cursor) => host.api.reviews(cursor));
  return (
    <section class="st-card" aria-label={t('title')} data-testid="reviews">
      <h3>{t('title')}</h3>
      <p>{t('intro')}</p>
      {pages.items.map((review) => (
        <OneReview key={review.id} host={host} review={review} />
      ))}
      <NextPage pages={pages} label={t('more')} />
    </section>
  );
}

function OneReview({ host, review }: { host: ReviewHost; review: Review }) {
  const [busy, setBusy] = useState<string | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [decided, setDecided] = useState<ReviewDecision['action'] | null>(null);
  const { visit, patient, candidates } = review;
  const decide = async (decision: ReviewDecision): Promise<void> => {
    setBusy(keyOf(decision));
    setFailure(null);
    const result = await host.api.decideReview(review.id, decision);
    setBusy(null);
    if (result.ok) setDecided(decision.action);
    else setFailure(result.error);
  };
  const button = (decision: ReviewDecision, text: string) => (
    <Button
      small
      kind={decision.action === 'dismiss' ? 'quiet' : 'secondary'}
      busy={busy === keyOf(decision)}
      disabled={busy !== null && busy !== keyOf(decision)}
      onClick={() => void decide(decision)}
      testId={`review-${keyOf(decision)}`}
    >
      {text}
    </Button>
  );
  return (
    <div class="st-review" data-testid={`review-of-${visit.talonId ?? visit.id}`}>
      <p>
        <strong>{patient === null ? t('patient.unknown') : patient.name}</strong>
        {patient === null ? null : <span class="am-muted"> {personText(patient)}</span>}
      </p>
      <p class="am-small am-muted">
        {formatDateTime(visit.start, host.zoneOf(visit.branchId))} · {visit.doctorName} · {visit.branchTitle}{' '}
        {host.story(visit.id)}
      </p>
      {decided === null ? (
        <>
          <ul class="st-candidates">
            {candidates.map(({ contactId, contact, why }) => (
              <li key={contactId}>
                <span>
                  <a href={`${host.origin}/contacts/detail/${contactId}`} target="_blank" rel="noreferrer">
                    {contact?.name ?? t('contact', { id: contactId })} ↗
                  </a>
                  <span class="am-small am-muted">
                    {' '}
                    {contact === null ? t('contact.silent') : personText(contact)}
                    {why.length === 0 ? null : ` · ${why.map((one) => t(`why.${one}`)).join(', ')}`}
                  </span>
                </span>
                {button({ action: 'accept', contactId }, t('accept'))}
              </li>
            ))}
          </ul>
          <div class="st-row">
            {button({ action: 'create' }, t('create'))}
            {button({ action: 'dismiss' }, t('dismiss'))}
          </div>
        </>
      ) : (
        <p role="status">{t(`decided.${decided}`)}</p>
      )}
      {failure === null ? null : (
        <Banner tone="error" testId="error">
          {refusalText(t('refused'), failure)}
        </Banner>
      )}
    </div>
  );
}

function keyOf(decision: ReviewDecision): string {
  return decision.action === 'accept' ? `accept-${decision.contactId}` : decision.action;
}

function personText({ phones, birthDate }: { phones: readonly string[]; birthDate: string | null }): string {
  return [...phones.map(formatPhone), ...(birthDate === null ? [] : [formatBirthDate(birthDate)])].join(', ');
}
