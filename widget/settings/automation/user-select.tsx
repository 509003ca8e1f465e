import { Select } from '../../ui/components/index.ts';
import { t } from '../locales/automation.ts';
import { type AutomationLists, userTitle } from './automation-changes.ts';

type Props = {
  label: string;
  hint: string;
  /** What it is called when nobody is chosen. */
  none: string;
  users: AutomationLists['users'];
  value: number | null;
  onChange: (userId: number | null) => void;
  testId: string;
};

/** One of amoCRM's users, or nobody. Who was chosen once and is switched off or gone by now stays in sight. */
export function UserSelect({ label, hint, none, users: all, value, onChange, testId }: Props) {
  const users = all.filter((user) => user.isActive || user.id === value);
  const options = users.map(({ id, name, isActive }) => ({
    value: String(id),
    label: isActive ? name : t('defaultResponsible.inactive', { name }),
  }));
  if (value !== null && !users.some(({ id }) => id === value)) {
    options.push({ value: String(value), label: userTitle(all, value) });
  }
  return (
    <Select
      label={label}
      hint={hint}
      value={value === null ? '' : String(value)}
      placeholder={none}
      options={options}
      onChange={(picked) => onChange(picked === '' ? null : Number(picked))}
      testId={testId}
    />
  );
}
