import { useState } from 'preact/hooks';
import type { PreviewVisit, Simulate } from '../../../worker/preview/preview.schemas.ts';
import type { StatusKey } from '../../../worker/settings/statuses.schemas.ts';
import { Banner, Button, Select, Spinner, Switch } from '../../ui/components/index.ts';
import { t as shared } from '../../ui/messages.ts';
import { ownZone } from '../branches/time-zones.ts';
import { refusalText } from '../errors.ts';
import { t } from '../locales/preview.ts';
import { useStore } from '../store.ts';
import { ChoiceTable } from './choice-table.tsx';
import { CompareTable } from './compare-table.tsx';
import { onScreen } from './on-screen.ts';
import { emptySample, type SampleDraft, sampleOf } from './sample-draft.ts';
import { SampleForm } from './sample-form.tsx';
import { statusKeyOf, statusOptions } from './statuses.ts';
import { useSimulation } from './use-simulation.ts';
import { VisitPick } from './visit-pick.tsx';

type Chosen =
  | { kind: 'real'; visit: PreviewVisit; status: StatusKey | null; anew: boolean }
  | { kind: 'sample'; draft: SampleDraft };

/** Which visit, as what; and what the two settings make of it. `begin`: an invented one at once, and the screen's settings alone. */
export function VisitPreview({ begin = null }: { begin?: SampleDraft | null }) {
  const store = useStore();
  const [chosen, setChosen] = useState<Chosen | null>(begin && { kind: 'sample', draft: begin });
  const simulation = useSimulation(chosen && askedOf(chosen));
  const branches = store.branches.value ?? [];
  const branchId = chosen?.kind === 'real' ? chosen.visit.branchId : chosen?.draft.branchId;
  const zone = branches.find(({ id }) => id === branchId)?.timeZone ?? ownZone();
  const first = branches[0];
  const takeSample = (): void => {
    if (first)
      setChosen({ kind: 'sample', draft: emptySample(first.id, store.statuses.value.get(first.id)) });
  };
  return (
    <>
      <div class="st-preview__ask">
        <VisitPick
          picked={chosen?.kind === 'real' ? chosen.visit : null}
          sample={chosen?.kind === 'sample'}
          onPick={(visit) => setChosen({ kind: 'real', visit, status: null, anew: false })}
          onSample={takeSample}
          onClear={() => setChosen(null)}
        />
        {chosen === null ? (
          <div class="st-preview__empty">
            <p class="am-muted">{t(first ? 'empty' : 'sample.noBranch')}</p>
            {first ? (
              <Button small onClick={takeSample} testId="preview-take-sample">
                {t('sample')}
              </Button>
            ) : null}
          </div>
        ) : chosen.kind === 'real' ? (
          <RealOptions chosen={chosen} onChange={setChosen} />
        ) : (
          <SampleForm draft={chosen.draft} onChange={(draft) => setChosen({ kind: 'sample', draft })} />
        )}
        {chosen === null ? null : <OtherBranch branchId={branchId} />}
      </div>
      <div class="st-preview__answer">
        <p class="st-preview__running am-small am-muted" role="status">
          {simulation.running ? (
            <>
              <Spinner /> {t('running')}
            </>
          ) : null}
        </p>
        {simulation.error === null ? null : (
          <Banner
            tone="error"
            testId="error"
            action={<Button onClick={simulation.again}>{shared('retry')}</Button>}
          >
            {refusalText(t('failed'), simulation.error)}
          </Banner>
        )}
        {simulation.reply === null || chosen === null ? null : (
          <div
            class={simulation.running ? 'st-preview__result st-preview__result--old' : 'st-preview__result'}
          >
            {begin === null ? (
              <CompareTable reply={simulation.reply} timeZone={zone} />
            ) : (
              <ChoiceTable choice={simulation.reply.screen} timeZone={zone} />
            )}
          </div>
        )}
      </div>
    </>
  );
}

/** A branch's table on the screen decides nothing for the visits of another. */
function OtherBranch({ branchId }: { branchId: number | undefined }) {
  const branches = useStore().branches.value ?? [];
  const titleOf = (wanted: number | undefined) => branches.find(({ id }) => id === wanted)?.title ?? '';
  const shown = onScreen.value.drafts.statuses?.[0]?.branchId;
  return shown === undefined || shown === branchId ? null : (
    <p class="am-small st-warning" data-testid="preview-other-branch">
      {t('otherBranch', { shown: titleOf(shown), own: titleOf(branchId) })}
    </p>
  );
}

function RealOptions(props: {
  chosen: Extract<Chosen, { kind: 'real' }>;
  onChange: (chosen: Chosen) => void;
}) {
  const { chosen, onChange } = props;
  const { visit, status, anew } = chosen;
  const directory = useStore().statuses.value.get(visit.branchId)?.directory ?? [];
  return (
    <>
      <Select
        label={t('status')}
        value={status === null ? '' : String(status)}
        placeholder={t('status.asIs', { name: visit.statusName })}
        options={statusOptions(directory)}
        onChange={(picked) => onChange({ ...chosen, status: statusKeyOf(directory, picked) })}
        testId="preview-status"
      />
      {visit.dealId === null ? null : (
        <Switch
          label={t('anew')}
          hint={t('anew.hint', { id: visit.dealId })}
          checked={anew}
          onChange={(next) => onChange({ ...chosen, anew: next })}
          testId="preview-anew"
        />
      )}
    </>
  );
}

function askedOf(chosen: Chosen): Simulate['visit'] {
  if (chosen.kind === 'sample') return { sample: sampleOf(chosen.draft) };
  const { visit, status, anew } = chosen;
  return {
    id: visit.id,
    // One that has no deal is looked for in any case.
    searchAnew: anew || visit.dealId === null,
    ...(status === null ? {} : { statusId: status }),
  };
}
