import type { Branch, BranchTestReply } from '../../../worker/settings/branches.schemas.ts';
import { Switch, TextField } from '../../ui/components/index.ts';
import { t } from '../locales/branches.ts';
import type { BranchErrors } from './branch-draft.ts';
import { BuildingField } from './building-field.tsx';
import { TimeZoneField } from './time-zone-field.tsx';
import type { BranchFormState } from './use-branch-form.ts';

type Props = { branch: Branch | null; tested: BranchTestReply | null; form: BranchFormState };

export function BranchFields({ branch, tested, form }: Props) {
  const { draft, errors, set } = form;
  return (
    <>
      <div class="st-columns">
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
        {branch === null ? null : (
          <BuildingField
            value={draft.buildingId}
            tested={tested}
            onChange={(buildingId) => set({ buildingId })}
          />
        )}
      </div>
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
  );
}

function errorText(code: BranchErrors[keyof BranchErrors]): string | null {
  return code === undefined ? null : t(`error.${code}`);
}
