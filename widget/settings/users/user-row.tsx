import type { UserRow } from '../../../worker/settings/users.schemas.ts';
import { Select } from '../../ui/components/index.ts';
import { t } from '../locales/users.ts';
import type { BranchName } from './user-changes.ts';
import { type RoleChoice, toggleBranch } from './users-draft.ts';

const roles = ['none', 'view', 'book', 'administer'] as const;

/** `locked`: why the row cannot be changed, in words. */
export type RowUser = { userId: UserRow['userId']; name: string; note: string | null; locked: string | null };

type Props = {
  user: RowUser;
  row: UserRow | null;
  /** What somebody without a row of his own may do now. */
  othersRole: UserRow['role'];
  branches: readonly BranchName[];
  /** With one branch that everybody has there is nothing to choose. */
  withBranchColumns: boolean;
  showErrors: boolean;
  onRole: (role: RoleChoice) => void;
  onBranches: (branches: UserRow['branches']) => void;
  onDefault: (branch: number | null) => void;
};

export function UserTableRow(props: Props) {
  const { user, row, withBranchColumns } = props;
  return (
    <tr data-testid={`user-${user.userId}`}>
      <th scope="row">
        {user.name}
        {user.note === null ? null : <span class="am-small am-muted st-note">{user.note}</span>}
      </th>
      {user.locked === null ? (
        <RoleCell {...props} />
      ) : (
        <td colSpan={withBranchColumns ? 3 : 1}>{user.locked}</td>
      )}
      {user.locked === null && withBranchColumns ? (
        <>
          <td data-label={t('col.branches')}>
            {row === null || row.role === 'none' ? <Dash /> : <BranchBoxes {...props} row={row} />}
          </td>
          <td data-label={t('col.default')}>
            {row === null || row.role === 'none' ? <Dash /> : <DefaultBranch {...props} row={row} />}
          </td>
        </>
      ) : null}
    </tr>
  );
}

function Dash() {
  return (
    <span class="am-muted st-dash" aria-hidden="true">
      —
    </span>
  );
}

function RoleCell({ user, row, othersRole, onRole }: Props) {
  const choices: readonly RoleChoice[] = user.userId === 'others' ? roles : ['inherit', ...roles];
  return (
    <td data-label={t('col.role')}>
      <Select
        label={t('role', { name: user.name })}
        quietLabel
        value={row?.role ?? 'inherit'}
        options={choices.map((role) => ({
          value: role,
          label:
            role === 'inherit'
              ? t('role.inheritAs', { role: t(`role.${othersRole}`).toLowerCase() })
              : t(`role.${role}`),
        }))}
        onChange={(picked) => onRole(choices.find((role) => role === picked) ?? 'inherit')}
        testId={`user-role-${user.userId}`}
      />
    </td>
  );
}

function BranchBoxes(props: Props & { row: UserRow }) {
  const { user, row, branches, showErrors, onBranches } = props;
  const ids = branches.map(({ id }) => id);
  const chosen = (id: number) => row.branches === 'all' || row.branches.includes(id);
  const missing = showErrors && row.branches !== 'all' && row.branches.length === 0;
  return (
    <fieldset class="st-boxes" aria-label={t('branches', { name: user.name })}>
      <label class="st-box">
        <input
          type="checkbox"
          checked={row.branches === 'all'}
          aria-invalid={missing}
          onChange={(event) => onBranches(event.currentTarget.checked ? 'all' : [])}
          data-testid={`user-branches-all-${user.userId}`}
        />
        <span>{t('allBranches')}</span>
      </label>
      {row.branches === 'all'
        ? null
        : branches.map((branch) => (
            <label class="st-box" key={branch.id}>
              <input
                type="checkbox"
                checked={chosen(branch.id)}
                onChange={() => onBranches(toggleBranch(row, branch.id, ids))}
                data-testid={`user-branch-${user.userId}-${branch.id}`}
              />
              <span>{branch.title}</span>
            </label>
          ))}
      {missing ? (
        <p class="am-field__error" role="alert">
          {t('noBranch')}
        </p>
      ) : null}
    </fieldset>
  );
}

function DefaultBranch({ user, row, branches, onDefault }: Props & { row: UserRow }) {
  const allowed = branches.filter(({ id }) => row.branches === 'all' || row.branches.includes(id));
  return (
    <Select
      label={t('defaultBranch', { name: user.name })}
      quietLabel
      value={row.defaultBranch === null ? '' : String(row.defaultBranch)}
      placeholder={t('noDefault')}
      options={allowed.map(({ id, title }) => ({ value: String(id), label: title }))}
      onChange={(picked) => onDefault(picked === '' ? null : Number(picked))}
      testId={`user-default-${user.userId}`}
    />
  );
}
