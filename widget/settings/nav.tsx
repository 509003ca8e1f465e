import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../ui/components/index.ts';
import type { ApiError } from '../ui/http.ts';
import { openOwnTab } from '../ui/own-tab.ts';
import { refusalText } from './errors.ts';
import { t } from './locales/common.ts';
import { type Dot, dotOf } from './overview.ts';
import { PreviewButton } from './preview/preview-side.tsx';
import { openSection, type SectionId, sectionIds } from './router.ts';
import { knownOf, useStore } from './store.ts';

/** Sections of the whole account; an administrator of some branches does not have them (product.md 3.5). */
const accountWide: readonly SectionId[] = ['start', 'fields', 'users', 'automation', 'matching', 'versions'];
/** Nothing is set up there: a tick says that all is well. */
const watched: readonly SectionId[] = ['history', 'state'];
const signs: Record<Dot, string> = { ok: '✓', todo: '!', trouble: '×', off: '', unknown: '' };

export function Nav({ current }: { current: SectionId }) {
  const store = useStore();
  const known = knownOf(store);
  const list = useRef<HTMLUListElement>(null);
  // On a phone the list is one line that moves sideways.
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [current]);
  const visible = sectionIds.filter((id) => store.accountWide.value || !accountWide.includes(id));
  return (
    <nav class="st-nav" aria-label={t('sections')}>
      <h1 class="st-nav__title">{t('title')}</h1>
      <p class="st-nav__account am-small am-muted">{store.me.account.name}</p>
      <ul ref={list}>
        {visible.map((id) => {
          const dot = dotOf(id, known);
          const meaning = t(dot === 'ok' && watched.includes(id) ? 'dot.fine' : `dot.${dot}`);
          return (
            <li key={id}>
              <a
                href={`#${id}`}
                class="st-nav__item"
                data-testid={`section-${id}`}
                aria-current={id === current ? 'page' : undefined}
                onClick={(event) => {
                  event.preventDefault();
                  openSection(id);
                }}
              >
                <span class={`st-dot st-dot--${dot}`} title={meaning} aria-hidden="true">
                  {signs[dot]}
                </span>
                <span>{t(`section.${id}`)}</span>
                <span class="am-sr-only">{`, ${meaning}`}</span>
              </a>
            </li>
          );
        })}
      </ul>
      <PreviewButton />
      {store.framed ? <OwnTab /> : null}
    </nav>
  );
}

/** More room than the frame has; the same rights, for up to twelve hours. */
function OwnTab() {
  const store = useStore();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const open = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    setFailure(await openOwnTab(store.api.handoff, location.hash.slice(1)));
    setBusy(false);
  };
  return (
    <div class="st-nav__tab">
      <Button small kind="quiet" busy={busy} onClick={() => void open()} testId="own-tab">
        {t('ownTab')}
      </Button>
      {failure === null ? null : (
        <p class="am-field__error" role="alert">
          {refusalText(t('ownTab.failed'), failure)}
        </p>
      )}
    </div>
  );
}
