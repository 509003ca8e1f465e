import { useState } from 'preact/hooks';
import { Button } from '../ui/components/button.tsx';
import { Select } from '../ui/components/select.tsx';
import { Checkbox } from '../ui/components/switch.tsx';
import { TextField } from '../ui/components/text-field.tsx';
import { roomText } from '../ui/messages.ts';
import { t } from './messages.ts';
import type { JournalModel } from './model.ts';

type Props = { model: JournalModel; query: string; onQuery: (query: string) => void };

/** What of the days is shown; it stands in the address, so it outlives a reload and can be handed on. */
export function Filters({ model, query, onQuery }: Props) {
  const { place } = model;
  const { doctors, rooms, statuses } = model.options.value;
  /** On a narrow screen the grid goes before what narrows it. */
  const [open, setOpen] = useState(model.isFiltered.peek());
  return (
    <search class={open ? 'jr-filters jr-filters--open' : 'jr-filters'} aria-label={t('filters')}>
      <div class="jr-filters__toggle">
        <Button aria-expanded={open} testId="journal-filters" onClick={() => setOpen(!open)}>
          {t('filters')}
        </Button>
      </div>
      {model.enabled.length < 2 ? null : (
        <Choice
          name="branch"
          value={place.value.branch}
          options={model.enabled.map(({ id, title }) => [id, title] as const)}
          onChange={(value) => model.go({ branch: Number(value) || null, doctor: null, room: null })}
        />
      )}
      <Choice
        name="doctor"
        value={place.value.doctor}
        options={doctors}
        onChange={(value) => model.go({ doctor: Number(value) || null })}
      />
      <Choice
        name="room"
        value={place.value.room}
        options={rooms.map((room) => [room, roomText(room)] as const)}
        onChange={(value) => model.go({ room: value || null })}
      />
      <Choice
        name="status"
        value={place.value.status}
        options={statuses.map((status) => [status, status] as const)}
        onChange={(value) => model.go({ status: value || null })}
      />
      <Checkbox
        label={t('gone')}
        checked={place.value.gone}
        testId="journal-gone"
        onChange={(gone) => model.go({ gone })}
      />
      {model.isFiltered.value ? (
        <Button small kind="quiet" testId="journal-reset" onClick={model.resetFilters}>
          {t('filters.reset')}
        </Button>
      ) : null}
      <div class="jr-search">
        <TextField
          label={t('search')}
          quietLabel
          type="search"
          placeholder={t('search')}
          maxLength={60}
          value={query}
          onInput={onQuery}
          testId="journal-search"
        />
      </div>
    </search>
  );
}

type ChoiceProps = {
  name: 'branch' | 'doctor' | 'room' | 'status';
  value: number | string | null;
  options: ReadonlyArray<readonly [number | string, string]>;
  onChange: (value: string) => void;
};

/** What is filtered by stays to be chosen, also where none of it is in view. */
function Choice({ name, value, options, onChange }: ChoiceProps) {
  const known = value === null || options.some(([id]) => id === value);
  const all = known ? options : [...options, [value, String(value)] as const];
  return (
    <Select
      label={t(name)}
      quietLabel
      testId={`journal-filter-${name}`}
      value={value === null ? '' : String(value)}
      options={[
        { value: '', label: t(`${name}.any`) },
        ...all.map(([id, label]) => ({ value: String(id), label })),
      ]}
      onChange={onChange}
    />
  );
}
