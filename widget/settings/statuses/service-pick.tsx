import { useEffect, useState } from 'preact/hooks';
import type { ServicesReply } from '../../../worker/directories/directories.schemas.ts';
import { t } from '../locales/rules.ts';
import { MultiPick, type Picked } from '../shared/multi-pick.tsx';
import { useStore } from '../store.ts';
import type { Named } from './catalog.ts';

const TYPING_PAUSE_MS = 250;

type Props = {
  branchId: number;
  picked: readonly Picked[];
  onChange: (ids: number[]) => void;
  onNamed: (service: Named) => void;
  testId: string;
  /** Where services are chosen for something else than a rule. */
  hint?: string;
  placeholder?: string;
};

/** A clinic has thousands of services: the server searches by name and code, the first fifty are shown. */
export function ServicePick({ branchId, picked, onChange, onNamed, testId, hint, placeholder }: Props) {
  const { api } = useStore();
  const [query, setQuery] = useState('');
  const [found, setFound] = useState<ServicesReply | null>(null);
  useEffect(() => {
    let current = true;
    setFound(null);
    const timer = setTimeout(
      async () => {
        const reply = await api.services(branchId, query.trim());
        if (current) setFound(reply.ok ? reply.value : { services: [], total: 0 });
      },
      query === '' ? 0 : TYPING_PAUSE_MS,
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [api, branchId, query]);

  const services = found?.services ?? [];
  const options = services.map(({ id, code, name, groupName }) => ({
    id: String(id),
    label: name,
    note: [code, groupName].filter((part) => part !== '').join(' · '),
  }));
  const total = found?.total ?? 0;
  const more =
    total > services.length
      ? [{ id: 'more', label: t('services.more', { shown: services.length, total }), disabled: true }]
      : [];
  return (
    <MultiPick
      label={t('services')}
      hint={hint ?? t('services.hint')}
      placeholder={placeholder ?? t('services.any')}
      picked={picked}
      query={query}
      onQuery={setQuery}
      options={[...options, ...more]}
      loading={found === null}
      onChange={(ids) => {
        for (const service of services) if (ids.includes(service.id)) onNamed(service);
        onChange(ids);
      }}
      testId={testId}
    />
  );
}
