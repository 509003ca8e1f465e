import { variables } from '../http/api.fixture.ts';
import type { AccountSettings, SettingsRepository } from '../settings/settings.repository.ts';
import { importKeyring, seal } from '../shared/envelope.ts';
import { secretPlace } from './context.ts';

/** Test support only: an enabled branch in Moscow with a key that can be opened; answers the account's settings. */
export async function connectBranch(
  repository: SettingsRepository,
  accountId: number,
  { title = 'Центр', apiId = 'a'.repeat(32) } = {},
): Promise<AccountSettings> {
  const ring = await importKeyring(variables.SECRETS_KEY, null);
  await repository.addBranch(
    {
      branch: {
        accountId,
        title,
        timeZone: 'Europe/Moscow',
        buildingId: null,
        main: true,
        enabled: true,
        createDeals: false,
        callbackTokenHash: '',
        callbackTokenSealed: '',
      },
      apiId,
      apiSecretSealed: await seal(ring, secretPlace(accountId, apiId), 'secret'),
    },
    { by: 1, at: 0 },
  );
  const settings = await repository.load(accountId);
  if (!settings) throw new Error('no settings');
  return settings;
}
