import type { BranchTestReply } from '../../../worker/settings/branches.schemas.ts';
import { Select } from '../../ui/components/index.ts';
import { t } from '../locales/branches.ts';

type Props = { value: number | null; tested: BranchTestReply | null; onChange: (id: number | null) => void };

/** The clinic's buildings are known once the keys were tested. */
export function BuildingField({ value, tested, onChange }: Props) {
  const buildings = tested?.buildings ?? [];
  const options = buildings.map(({ id, name, address }) => ({
    value: String(id),
    label: address === '' ? name : `${name}, ${address}`,
  }));
  if (value !== null && !buildings.some(({ id }) => id === value)) {
    options.push({ value: String(value), label: buildingName(value, tested) });
  }
  return (
    <Select
      label={t('building')}
      hint={t(tested === null ? 'building.afterTest' : 'building.hint')}
      value={value === null ? '' : String(value)}
      placeholder={t('building.any')}
      options={options}
      disabled={options.length === 0}
      onChange={(picked) => onChange(picked === '' ? null : Number(picked))}
      testId="branch-building"
    />
  );
}

export function buildingName(id: number | null, tested: BranchTestReply | null): string {
  if (id === null) return t('building.any');
  return tested?.buildings.find((building) => building.id === id)?.name ?? t('building.unknown', { id });
}
