import type { Branch, BranchTestReply } from '../../../worker/settings/branches.schemas.ts';
import { Switch, TextField } from '../../ui/components/index.ts';
import { t } from '../locales/branches.ts';
import type { BranchErrors } from './branch-draft.ts';
import { BuildingField } from './building-field.tsx';
import { TimeZoneField } from './time-zone-field.tsx';
import type { BranchFormState } from './use-branch-form.ts';

export type BranchPart = 'all' | 'keys' | 'building';
type Props = {
  branch: Branch | null;
  tested: BranchTestReply | null;
  form: BranchFormState;
  part: BranchPart;
};

export function BranchFields({ branch, tested, form, part }: Props) {
  const { draft, set } = form;
  const building = (
    <BuildingField value={draft.buildingId} tested={tested} onChange={(buildingId) => set({ buildingId })} />
  );
  if (part === 'building') return <div class="st-narrow">{building}</div>;
  return (
    <>
      <div class="st-columns">
        <KeyFields branch={branch} form={form} />
        {branch === null || part === 'keys' ? null : building}
      </div>
      {part === 'keys' ? null : (
        <>
          <Switch
            label={t('main')}
            hint={t('main.hint')}
            checked={draft.main}
            disabled={branch?.main === true}
            onChange={(main) => set({ main })}
            testId="branch-main"
          />
          <Switch
            label={t('noDeals')}
            hint={t('noDeals.hint')}
            checked={!draft.createDeals}
            onChange={(noDeals) => set({ createDeals: !noDeals })}
            testId="branch-create-deals"
          />
        </>
      )}
    </>
  );
}

function KeyFields({ branch, form }: Pick<Props, 'branch' | 'form'>) {
  const { draft, errors, set } = form;
  return (
    <>
      <TextField
        label={t('title')}
        hint={t('title.hint')}
        error={errorText(errors.title)}
        required
        maxLength={100}
        value={draft.title}
        onInput={(title) => set({ title })}
        testId="branch-title"
      />
      <div class="st-stack">
        <TimeZoneField
          value={draft.timeZone}
          error={errorText(errors.timeZone)}
          onChange={(timeZone) => set({ timeZone })}
        />
      </div>
      <TextField
        label={t('apiId')}
        hint={t('apiId.hint')}
        error={errorText(errors.apiId)}
        required
        value={draft.apiId}
        onInput={(apiId) => set({ apiId })}
        testId="branch-api-id"
      />
      <TextField
        label={t('apiSecret')}
        hint={branch === null ? t('apiId.hint') : t('apiSecret.saved')}
        error={errorText(errors.apiSecret)}
        required={branch === null}
        type="password"
        autocomplete="new-password"
        placeholder={branch === null ? undefined : t('apiSecret.placeholder')}
        value={draft.apiSecret}
        onInput={(apiSecret) => set({ apiSecret })}
        testId="branch-api-secret"
      />
    </>
  );
}

function errorText(code: BranchErrors[keyof BranchErrors]): string | null {
  return code === undefined ? null : t(`error.${code}`);
}
