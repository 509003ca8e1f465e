import { Banner } from '../ui/components/index.ts';
import { t } from './locales/common.ts';
import { type Lost, lostIn } from './lost.ts';
import { openSection } from './router.ts';
import { knownOf, type Store, useStore } from './store.ts';

/** Named wherever the administrator happens to be: what was deleted in amoCRM stops working without a word. */
export function LostBanner() {
  const store = useStore();
  const lost = lostIn(knownOf(store));
  if (lost.length === 0) return null;
  return (
    <Banner tone="warning" testId="lost">
      <p>{t('lost.title')}</p>
      <ul class="st-lost">
        {lost.map((one) => (
          <li key={`${one.section}:${one.branchId}:${one.what}`}>
            <button type="button" class="st-link" onClick={() => openSection(...placeOf(one))}>
              {placeText(one, store)}
            </button>
            {`: ${one.what}`}
          </li>
        ))}
      </ul>
    </Banner>
  );
}

function placeOf({ section, branchId }: Lost): Parameters<typeof openSection> {
  return branchId === null ? [section] : [section, String(branchId)];
}

function placeText({ section, branchId }: Lost, store: Store): string {
  const name = t(`section.${section}`);
  const branch = store.branches.value?.find(({ id }) => id === branchId);
  return branch === undefined ? name : t('lost.place', { section: name, branch: branch.title });
}
