import { useState } from 'preact/hooks';
import { Button, Select, TextField } from '../../ui/components/index.ts';
import { t } from '../locales/history.ts';
import { useStore } from '../store.ts';
import { DateField } from './date-field.tsx';
import {
  datesAreWrong,
  type HistoryFilter,
  isFiltered,
  noFilter,
  outcomes,
  searchIsWrong,
} from './history-query.ts';
import { directionOf, directions, kinds, kindText } from './kinds.ts';

type Props = { applied: HistoryFilter; onApply: (filter: HistoryFilter) => void };

export function FilterForm({ applied, onApply }: Props) {
  const [draft, setDraft] = useState({ of: applied, typed: applied });
  // What another filter was typed over is gone with it.
  const typed = draft.of === applied ? draft.typed : applied;
  const branches = useStore().branches.value ?? [];
  const set = (change: Partial<HistoryFilter>): void =>
    setDraft({ of: applied, typed: { ...typed, ...change } });
  const badSearch = searchIsWrong(typed);
  const badDates = datesAreWrong(typed);
  const shownKinds = directions.filter((one) => typed.direction === '' || typed.direction === one);
  return (
    <form
      class="st-card st-filter"
      onSubmit={(event) => {
        event.preventDefault();
        if (!badSearch && !badDates) onApply(typed);
      }}
    >
      <TextField
        label={t('search')}
        hint={t('search.hint')}
        type="search"
        value={typed.search}
        maxLength={200}
        error={badSearch ? t('search.error') : null}
        onInput={(search) => set({ search })}
        testId="history-search"
      />
      <DateField
        label={t('from')}
        value={typed.from}
        onInput={(from) => set({ from })}
        testId="history-from"
      />
      <DateField
        label={t('to')}
        value={typed.to}
        error={badDates ? t('to.error') : null}
        onInput={(to) => set({ to })}
        testId="history-to"
      />
      <Select
        label={t('outcome')}
        value={typed.outcome}
        placeholder={t('outcome.all')}
        options={outcomes.map((outcome) => ({ value: outcome, label: t(`outcome.${outcome}`) }))}
        onChange={(picked) => set({ outcome: outcomes.find((outcome) => outcome === picked) ?? '' })}
        testId="history-outcome"
      />
      <Select
        label={t('direction')}
        value={typed.direction}
        placeholder={t('direction.all')}
        options={directions.map((one) => ({ value: one, label: t(`direction.${one}`) }))}
        onChange={(picked) => set({ direction: directionOf(picked), kind: '' })}
        testId="history-direction"
      />
      <Select
        label={t('kind')}
        value={typed.kind}
        placeholder={t('kind.all')}
        options={shownKinds.flatMap((one) =>
          kinds[one].map((kind) => ({ value: kind, label: kindText(kind), group: t(`direction.${one}`) })),
        )}
        onChange={(kind) => set({ kind })}
        testId="history-kind"
      />
      {branches.length < 2 ? null : (
        <Select
          label={t('branch')}
          value={typed.branch}
          placeholder={t('branch.all')}
          options={branches.map(({ id, title }) => ({ value: String(id), label: title }))}
          onChange={(branch) => set({ branch })}
          testId="history-branch"
        />
      )}
      <div class="st-row">
        <Button type="submit" kind="primary" testId="history-find">
          {t('find')}
        </Button>
        {isFiltered(applied) ? (
          <Button kind="quiet" onClick={() => onApply(noFilter)} testId="history-reset">
            {t('reset')}
          </Button>
        ) : null}
      </div>
    </form>
  );
}
