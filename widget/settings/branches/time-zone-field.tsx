import { useMemo, useState } from 'preact/hooks';
import { Combobox, type ComboboxOption, Select, type SelectOption } from '../../ui/components/index.ts';
import { t } from '../locales/branches.ts';
import { t as zone } from '../locales/zones.ts';
import { otherZones, type RussianZone, russianZones, utcOffset } from './time-zones.ts';

const other = 'other';
const listed = 50;

type Props = { value: string; error: string | null; onChange: (timeZone: string) => void };

/** Russian zones in a list; any other one is searched for. */
export function TimeZoneField({ value, error, onChange }: Props) {
  const [searching, setSearching] = useState(false);
  const [query, setQuery] = useState('');
  const options = useMemo(() => zoneOptions(value), [value]);
  const found = useMemo(() => (searching ? search(query) : []), [searching, query]);
  return (
    <>
      <Select
        label={t('timeZone')}
        hint={t('timeZone.hint')}
        error={error}
        required
        value={searching ? other : value}
        options={options}
        testId="branch-timezone"
        onChange={(picked) => {
          setSearching(picked === other);
          if (picked !== other) onChange(picked);
        }}
      />
      {searching ? (
        <Combobox
          label={t('timeZone.search')}
          hint={t('timeZone.searchHint')}
          query={query}
          onQuery={setQuery}
          options={found}
          testId="branch-timezone-search"
          onPick={(id) => {
            setQuery('');
            setSearching(false);
            onChange(id);
          }}
        />
      ) : null}
    </>
  );
}

export function zoneLabel(timeZone: string): string {
  const name = isRussian(timeZone) ? zone(timeZone) : timeZone.replaceAll('_', ' ');
  return `${name} (${utcOffset(timeZone, new Date())})`;
}

function zoneOptions(value: string): SelectOption[] {
  const russian = russianZones.map((id) => ({
    value: id,
    label: zoneLabel(id),
    group: t('timeZone.russian'),
  }));
  const own =
    isRussian(value) || value === '' ? [] : [{ value, label: zoneLabel(value), group: t('timeZone.rest') }];
  return [...russian, ...own, { value: other, label: t('timeZone.other'), group: t('timeZone.rest') }];
}

function search(query: string): ComboboxOption[] {
  const wanted = query.trim().toLowerCase();
  return otherZones()
    .filter((id) => id.replaceAll('_', ' ').toLowerCase().includes(wanted))
    .slice(0, listed)
    .map((id) => ({ id, label: zoneLabel(id) }));
}

function isRussian(timeZone: string): timeZone is RussianZone {
  return (russianZones as readonly string[]).includes(timeZone);
}
