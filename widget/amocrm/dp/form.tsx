import { Select, type SelectOption } from '../../ui/components/select.tsx';
import { type Branch, type Choice, meaningOf, meanings, type Named, statusOf, withBranch } from './choice.ts';
import { t } from './locales.ts';

type Props = { branches: readonly Branch[]; choice: Choice; onChange: (choice: Choice) => void };

/** What to do, and with which status or reason. With one branch its own statuses are offered at once. */
export function DpForm({ branches, choice, onChange }: Props) {
  const [only] = branches.length === 1 ? branches : [];
  return (
    <>
      <Select
        label={t('what')}
        value={choice.what}
        options={[
          { value: 'status', label: t('what.status') },
          { value: 'cancel', label: t('what.cancel') },
        ]}
        onChange={(what) => onChange({ ...choice, what: what === 'cancel' ? 'cancel' : 'status' })}
        testId="dp-what"
      />
      {choice.what === 'cancel' ? (
        branches.map((branch) => (
          <Reason
            key={branch.id}
            branch={branch}
            isOnly={only !== undefined}
            choice={choice}
            onChange={onChange}
          />
        ))
      ) : only?.statuses ? (
        <OnlyStatus branch={only} statuses={only.statuses} choice={choice} onChange={onChange} />
      ) : (
        <Statuses branches={branches} choice={choice} onChange={onChange} />
      )}
      <p class="dp__note">{t('note')}</p>
    </>
  );
}

/** The meaning is kept beside the status: it serves branches that are added later. */
function OnlyStatus({
  branch,
  statuses,
  choice,
  onChange,
}: Omit<Props, 'branches'> & { branch: Branch; statuses: NonNullable<Branch['statuses']> }) {
  const byMeaning = choice.meaning === null ? undefined : statusOf(branch, choice.meaning)?.id;
  const chosen = choice.statuses[branch.id] ?? byMeaning ?? null;
  return (
    <Select
      label={t('status')}
      value={chosen === null ? '' : String(chosen)}
      placeholder={t('status.choose')}
      options={withGone(statuses, chosen, t('status.gone'))}
      onChange={(value) => {
        const status = statuses.find(({ id }) => String(id) === value);
        if (status === undefined) return;
        onChange({
          ...choice,
          meaning: meaningOf(status.meaning),
          statuses: withBranch(choice.statuses, branch.id, status.id),
        });
      }}
      testId="dp-status"
    />
  );
}

function Statuses({ branches, choice, onChange }: Props) {
  const { meaning } = choice;
  return (
    <>
      <Select
        label={t('status')}
        hint={t('status.hint')}
        value={meaning ?? ''}
        placeholder={t('status.choose')}
        options={meanings.map((value) => ({ value, label: t(`meaning.${value}`) }))}
        onChange={(value) => onChange({ ...choice, meaning: meaningOf(value), statuses: {} })}
        testId="dp-meaning"
      />
      {meaning === null && Object.keys(choice.statuses).length === 0
        ? null
        : branches.map((branch) => {
            const exact = choice.statuses[branch.id] ?? null;
            const found = meaning === null ? undefined : statusOf(branch, meaning);
            return (
              <Select
                key={branch.id}
                label={t('status.exact', { branch: branch.title })}
                value={exact === null ? '' : String(exact)}
                options={[
                  {
                    value: '',
                    label: found ? t('status.byMeaning', { name: found.name }) : t('status.byMeaning.none'),
                  },
                  ...withGone(branch.statuses ?? [], exact, t('status.gone')),
                ]}
                disabled={branch.statuses === null}
                hint={branch.statuses === null ? t('unread') : undefined}
                error={
                  branch.statuses !== null && found === undefined && exact === null ? t('status.none') : null
                }
                onChange={(value) =>
                  onChange({
                    ...choice,
                    statuses: withBranch(choice.statuses, branch.id, value === '' ? null : Number(value)),
                  })
                }
                testId={`dp-status-${branch.id}`}
              />
            );
          })}
    </>
  );
}

function Reason({
  branch,
  isOnly,
  choice,
  onChange,
}: Omit<Props, 'branches'> & { branch: Branch; isOnly: boolean }) {
  const chosen = choice.reasons[branch.id] ?? null;
  return (
    <Select
      label={isOnly ? t('reason') : t('reason.of', { branch: branch.title })}
      value={chosen === null ? '' : String(chosen)}
      options={[
        { value: '', label: t('reason.none') },
        ...withGone(branch.reasons ?? [], chosen, t('reason.gone')),
      ]}
      disabled={branch.reasons === null}
      hint={branch.reasons === null ? t('unread') : undefined}
      onChange={(value) =>
        onChange({
          ...choice,
          reasons: withBranch(choice.reasons, branch.id, value === '' ? null : Number(value)),
        })
      }
      testId={`dp-reason-${branch.id}`}
    />
  );
}

/** What was chosen and is no longer in the list is shown as such, not silently replaced. */
function withGone(list: readonly Named[], chosen: number | null, gone: string): SelectOption[] {
  const options = list.map(({ id, name }) => ({ value: String(id), label: name }));
  return chosen === null || list.some(({ id }) => id === chosen)
    ? options
    : [...options, { value: String(chosen), label: gone }];
}
