import { useEffect, useState } from 'preact/hooks';
import type { OneEventReply } from '../../../worker/history/events.schemas.ts';
import { ru, t } from '../locales/history.ts';
import { useStore } from '../store.ts';

type Change = OneEventReply['changes'][number];

/** What ArchiMed+ told differently than before: «статус: Записан → Пришёл». */
export function Changes({ one }: { one: OneEventReply }) {
  const doctors = useDoctors(one);
  const directory = useStore().statuses.value.get(one.event.branchId ?? 0)?.directory ?? [];
  if (one.changes.length === 0) return null;
  const text = (field: string, value: string): string => {
    if (value === '') return t('change.nothing');
    if (field === 'statusId')
      return directory.find(({ statusId }) => String(statusId) === value)?.name ?? `№ ${value}`;
    if (field === 'doctorId') return doctors.get(value) ?? `№ ${value}`;
    if (field === 'patientId') return `№ ${value}`;
    if (field === 'deleted') return t(value === 'true' ? 'yes' : 'no');
    return field === 'date' ? value.split('-').reverse().join('.') : value;
  };
  return (
    <>
      <h3>{t('changes')}</h3>
      <ul class="st-changes">
        {one.changes.map((change) => (
          <li key={change.field}>
            {nameOf(change)}:{' '}
            {change.from === null || change.to === null ? (
              <span class="am-muted">{t('change.hidden')}</span>
            ) : (
              <>
                <del>{text(change.field, change.from)}</del> → <ins>{text(change.field, change.to)}</ins>
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function nameOf({ field }: Change): string {
  const key = `change.${field}`;
  return isKey(key) ? t(key) : field;
}

function isKey(key: string): key is keyof typeof ru {
  return Object.hasOwn(ru, key);
}

/** Names of doctors, asked for only where a doctor changed; numbers stand there until they come. */
function useDoctors({ event, changes }: OneEventReply): ReadonlyMap<string, string> {
  const store = useStore();
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const { branchId } = event;
  const isNeeded = branchId !== null && changes.some(({ field }) => field === 'doctorId');
  useEffect(() => {
    if (!isNeeded || branchId === null) return;
    void store.api.doctors(branchId).then((result) => {
      if (result.ok) setNames(new Map(result.value.doctors.map(({ id, name }) => [String(id), name])));
    });
  }, [store, branchId, isNeeded]);
  return names;
}
