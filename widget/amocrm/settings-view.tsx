import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../card/messages.ts';
import { Button } from '../ui/components/button.tsx';
import { Checkbox } from '../ui/components/switch.tsx';
import type { ApiError, ApiResult } from '../ui/http.ts';
import { errorText } from '../ui/messages.ts';
import { openOwnTab } from '../ui/own-tab.ts';
import settingsCss from './settings-view.css?inline';
import { createShadow } from './theme.ts';

type Options = {
  publicUrl: string;
  /** Before the first «Установить» there is no account on our side to sign in to. */
  installed: boolean;
  handoff: () => Promise<ApiResult<{ url: string }>>;
};

export type MountedSettings = {
  /** Whether the consent is given; if not, the dialog says that it is needed. */
  agreed(): boolean;
};

/** What the settings dialog of the widget shows: two sentences, the consent and the way to the real settings. */
export function mountSettings(body: HTMLElement, options: Options): MountedSettings {
  const consent = consentInput(body);
  const place = body.querySelector('[id$="_custom_content"]') ?? body;
  const { root } = createShadow(place, settingsCss);
  const draw = (asked: number): void => {
    render(<SettingsView {...options} consent={consent} asked={asked} />, root);
  };
  let asked = 0;
  draw(asked);
  return {
    agreed: () => {
      if (consent === null || consent.value === GIVEN) return true;
      asked += 1;
      draw(asked);
      return false;
    },
  };
}

/** An empty value is a setting that was not filled in: amoCRM asks for it, too. */
const GIVEN = '1';

function SettingsView({
  publicUrl,
  installed,
  handoff,
  consent,
  asked,
}: Options & {
  consent: HTMLInputElement | null;
  /** How often somebody wanted to go on without the consent. */
  asked: number;
}) {
  const [agreed, setAgreed] = useState(consent?.value === GIVEN);
  const [missing, setMissing] = useState(false);
  useEffect(() => setMissing(asked > 0), [asked]);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);

  const open = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    const refused = await openOwnTab(handoff);
    setBusy(false);
    setError(refused);
  };
  const agree = (checked: boolean): void => {
    setAgreed(checked);
    setMissing(false);
    if (consent === null) return;
    consent.value = checked ? GIVEN : '';
    consent.dispatchEvent(new Event('change', { bubbles: true }));
  };

  return (
    <div class="settings">
      <p>{t('settingsIntro', { host: new URL(publicUrl).host })}</p>
      <p>{t('settingsWhere')}</p>
      {consent === null ? null : <Checkbox label={t('settingsConsent')} checked={agreed} onChange={agree} />}
      {missing ? (
        <p class="settings__error" role="alert">
          {t('settingsConsentNeeded')}
        </p>
      ) : null}
      {installed ? (
        <div>
          <Button busy={busy} onClick={open}>
            {t('settingsOpen')}
          </Button>
        </div>
      ) : null}
      {error === null ? null : (
        <p class="settings__error" role="alert">
          {errorText(error)}
        </p>
      )}
    </div>
  );
}

/** The hidden input of the `custom` setting, beside the container for its content (amocrm-api.md §6.2). */
function consentInput(body: HTMLElement): HTMLInputElement | null {
  return body.querySelector<HTMLInputElement>('input[name="consent"]');
}
