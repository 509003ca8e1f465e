import { useEffect, useState } from 'preact/hooks';
import type { PreviewVisit } from '../../../worker/preview/preview.schemas.ts';
import { Combobox, type ComboboxOption } from '../../ui/components/index.ts';
import { formatDateTime } from '../../ui/format.ts';
import type { ApiResult } from '../../ui/http.ts';
import { ownZone } from '../branches/time-zones.ts';
import { refusalText } from '../errors.ts';
import { t } from '../locales/preview.ts';
import { useStore } from '../store.ts';

const TYPING_PAUSE_MS = 350;
const SAMPLE = 'sample';

type Props = {
  picked: PreviewVisit | null;
  sample: boolean;
  onPick: (visit: PreviewVisit) => void;
  onSample: () => void;
  onClear: () => void;
};

/** The latest visits, what was typed, or an invented one. */
export function VisitPick({ picked, sample, onPick, onSample, onClear }: Props) {
  const store = useStore();
  /** null: the choice is shown, nothing is being typed. */
  const [typed, setTyped] = useState<string | null>(null);
  const query = typed?.trim() ?? '';
  const [found, setFound] = useState<ApiResult<readonly PreviewVisit[]> | null>(null);
  useEffect(() => {
    let current = true;
    setFound(null);
    const timer = setTimeout(
      async () => {
        const reply = await store.api.pickVisits(query);
        if (current) setFound(reply.ok ? { ok: true, value: reply.value.visits } : reply);
      },
      query === '' ? 0 : TYPING_PAUSE_MS,
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [store, query]);
  const visits = found?.ok ? found.value : [];
  const zoneOf = (branchId: number) =>
    store.branches.value?.find(({ id }) => id === branchId)?.timeZone ?? ownZone();
  const labelOf = (visit: PreviewVisit) =>
    `${visit.patientName || t('visit.unnamed')}, ${formatDateTime(visit.start, zoneOf(visit.branchId))}`;
  const noteOf = ({ talonId, branchId, doctorName, statusName, dealId }: PreviewVisit) => {
    const branches = store.branches.value ?? [];
    const branch = branches.length > 1 ? branches.find(({ id }) => id === branchId)?.title : undefined;
    const deal = dealId === null ? '' : t('visit.linked', { id: dealId });
    const number = talonId === null ? '' : t('visit.number', { id: talonId });
    return [doctorName, statusName, branch ?? '', deal, number].filter((part) => part !== '').join(' · ');
  };
  const options: ComboboxOption[] = [
    ...visits.map((visit) => ({ id: visit.id, label: labelOf(visit), note: noteOf(visit) })),
    ...(query === '' && (store.branches.value?.length ?? 0) > 0
      ? [{ id: SAMPLE, label: t('sample'), note: t('sample.note') }]
      : []),
  ];
  const shown = picked ? labelOf(picked) : sample ? t('sample') : '';
  return (
    <Combobox
      label={t('visit')}
      hint={picked === null ? (sample ? undefined : t('visit.hint')) : noteOf(picked)}
      error={found?.ok === false ? refusalText(t('visit.failed'), found.error) : null}
      placeholder={t('visit.placeholder')}
      query={typed ?? shown}
      onQuery={setTyped}
      options={options}
      loading={found === null}
      onClear={
        shown === '' && typed === null
          ? undefined
          : () => {
              setTyped(null);
              onClear();
            }
      }
      onPick={(id) => {
        setTyped(null);
        const visit = visits.find((candidate) => candidate.id === id);
        if (visit) onPick(visit);
        else if (id === SAMPLE) onSample();
      }}
      testId="preview-visit-search"
      optionTestId={(id) => `preview-option-${id}`}
    />
  );
}
