import { useCallback, useRef } from 'preact/hooks';
import { Select } from '../../ui/components/index.ts';
import { t } from '../locales/preview.ts';
import { StageSelect } from '../shared/stage-select.tsx';
import { useLoaded } from '../shared/use-loaded.ts';
import { ServicePick } from '../statuses/service-pick.tsx';
import { useStore } from '../store.ts';
import { emptySample, type SampleDraft } from './sample-draft.ts';
import { statusKeyOf, statusOptions } from './statuses.ts';

type Props = { draft: SampleDraft; onChange: (draft: SampleDraft) => void };

/** An invented visit: what rules ask for, and where its deal stands. */
export function SampleForm({ draft, onChange }: Props) {
  const store = useStore();
  const branches = store.branches.value ?? [];
  const directory = store.statuses.value.get(draft.branchId)?.directory ?? [];
  const set = (part: Partial<SampleDraft>): void => onChange({ ...draft, ...part });
  const read = useCallback(() => store.api.doctors(draft.branchId), [store, draft.branchId]);
  const [loaded] = useLoaded(read);
  const names = useRef(new Map<number, string>(draft.services.map(({ id, name }) => [id, name])));
  const doctors = loaded.kind === 'ready' ? loaded.value.doctors : [];
  return (
    <div class="st-sample" data-testid="preview-sample">
      {branches.length > 1 ? (
        <Select
          label={t('sample.branch')}
          value={String(draft.branchId)}
          options={branches.map(({ id, title }) => ({ value: String(id), label: title }))}
          onChange={(id) => {
            const { bookedByUs, dealStage } = draft;
            onChange({
              ...emptySample(Number(id), store.statuses.value.get(Number(id))),
              bookedByUs,
              dealStage,
            });
          }}
          testId="sample-branch"
        />
      ) : null}
      <Select
        label={t('status')}
        value={String(draft.status)}
        options={statusOptions(directory)}
        onChange={(picked) => set({ status: statusKeyOf(directory, picked) ?? draft.status })}
        testId="sample-status"
      />
      <div class="st-sample__wide">
        <StageSelect
          label={t('sample.deal')}
          pipelines={store.pipelines.value ?? []}
          value={draft.dealStage}
          emptyLabel={t('sample.deal.none')}
          onChange={(dealStage) => set({ dealStage })}
          testId="sample-stage"
        />
      </div>
      <Select
        label={t('sample.doctor')}
        value={draft.doctorId === null ? '' : String(draft.doctorId)}
        placeholder={t('sample.doctor.none')}
        options={doctors.map(({ id, name }) => ({ value: String(id), label: name }))}
        onChange={(picked) => set({ doctorId: picked === '' ? null : Number(picked) })}
        testId="sample-doctor"
      />
      <Select
        label={t('sample.by')}
        value={draft.bookedByUs ? 'manager' : 'desk'}
        options={(['desk', 'manager'] as const).map((by) => ({ value: by, label: t(`sample.by.${by}`) }))}
        onChange={(picked) => set({ bookedByUs: picked === 'manager' })}
        testId="sample-by"
      />
      <ServicePick
        branchId={draft.branchId}
        picked={draft.services.map((service) => ({ ...service, gone: false }))}
        onChange={(ids) =>
          set({ services: ids.map((id) => ({ id, name: names.current.get(id) ?? String(id) })) })
        }
        onNamed={({ id, name }) => names.current.set(id, name)}
        hint={t('sample.services.hint')}
        placeholder={t('sample.services.none')}
        testId="sample-services"
      />
    </div>
  );
}
