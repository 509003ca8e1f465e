import { Banner, Button } from '../../ui/components/index.ts';
import { t as shared } from '../../ui/messages.ts';
import { same } from '../drafts/same.ts';
import { t } from '../locales/versions.ts';
import { useStore } from '../store.ts';
import { type Place, placeKey, placeText } from './place.ts';
import { versionRefusal } from './refusal.ts';
import { allSections, type Importing, type ImportState } from './use-import.ts';
import { Difference } from './version-item.tsx';

/** How reading a file went, and what it would change. */
export function FileCheck({ importing }: { importing: Importing }) {
  const { state } = importing;
  switch (state.kind) {
    case 'idle':
    case 'checking':
      return null;
    case 'wrong':
      return (
        <Banner tone="error" testId="error">
          {t(`file.${state.why}`)}
        </Banner>
      );
    case 'done':
      return (
        <Banner tone="success" testId="imported">
          {t('import.done', { n: state.sections })}
        </Banner>
      );
    case 'refused':
      return <Refused state={state} importing={importing} />;
    case 'checked':
      return <Checked state={state} importing={importing} />;
  }
}

type Of<Kind extends ImportState['kind']> = {
  state: Extract<ImportState, { kind: Kind }>;
  importing: Importing;
};

function Refused({ state, importing }: Of<'refused'>) {
  const { error, place, file, sections } = state;
  const store = useStore();
  const name = (of: Place) => placeText(of, store.branches.value ?? []);
  if (error.code === 'settings.conflict') {
    return (
      <Banner
        tone="warning"
        testId="error"
        action={
          <Button onClick={() => void importing.check(state)} testId="import-again">
            {t('showAgain')}
          </Button>
        }
      >
        {t('import.conflict')}
      </Banner>
    );
  }
  const others = place === null ? [] : sections.filter((section) => section !== place.section);
  const claim =
    place === null ? t('import.failed') : `${t('import.failed')} ${t('import.part', { place: name(place) })}`;
  return (
    <Banner
      tone="error"
      testId="error"
      action={
        others.length === 0 ? (
          <Button onClick={() => void importing.check(state)}>{shared('retry')}</Button>
        ) : (
          <Button onClick={() => void importing.check({ file, sections: others })} testId="import-without">
            {t('import.without')}
          </Button>
        )
      }
    >
      {versionRefusal(claim, error)}
    </Banner>
  );
}

function Checked({ state, importing }: Of<'checked'>) {
  const store = useStore();
  const { shown, running, sections } = state;
  if (shown.length === 0) {
    return (
      <Banner tone="info" testId="import-same">
        {t('import.same')}
      </Banner>
    );
  }
  return (
    <div class="st-stack" data-testid="import-check">
      <p>
        {t('import.what')}
        {sections.length < allSections.length ? ` ${t('import.partly')}` : null}
      </p>
      {shown.map(({ place, wording: { current, changes }, body }) => (
        <section key={placeKey(place)}>
          <h4 class="st-day">{placeText(place, store.branches.value ?? [])}</h4>
          <Difference changes={changes(current, body)} equal={same(current, body)} />
        </section>
      ))}
      <div class="st-row">
        <Button kind="primary" busy={running} onClick={() => void importing.apply()} testId="import-apply">
          {t('import.apply')}
        </Button>
        <Button kind="quiet" onClick={importing.cancel}>
          {shared('cancel')}
        </Button>
        <span class="am-small am-muted">{t('import.note')}</span>
      </div>
    </div>
  );
}
