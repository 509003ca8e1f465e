import { useState } from 'preact/hooks';
import { Button } from '../ui/components/button.tsx';
import { Checkbox } from '../ui/components/switch.tsx';
import { t } from './messages.ts';
import { patientText, type ForPatient as Told } from './patient-text.ts';

/** The text for the patient in view, to copy or as a file for the calendar. `told` null: address and preparation are on their way. */
export function ForPatient({ told, ready }: { told: Told; ready: boolean }) {
  const [neutral, setNeutral] = useState(false);
  const [copied, setCopied] = useState(false);
  const text = patientText(told, neutral);
  const save = async (): Promise<void> => {
    const { calendarFile } = await import('./calendar-file.ts');
    const file = calendarFile(told, neutral, Date.now());
    if (file !== null) download(file);
  };
  return (
    <section class="for-patient" aria-label={t('copy.title')}>
      <h2>{t('copy.title')}</h2>
      <p class="for-patient__text" data-testid="patient-text" aria-busy={!ready}>
        {text}
      </p>
      <Checkbox
        label={t('copy.neutral')}
        hint={t('copy.neutralHint')}
        checked={neutral}
        testId="copy-neutral"
        onChange={(checked) => {
          setNeutral(checked);
          setCopied(false);
        }}
      />
      <div class="for-patient__actions">
        <Button
          busy={!ready}
          testId="done-copy"
          onClick={() => void copyText(text).then((done) => setCopied(done))}
        >
          {t(copied ? 'done.copied' : 'done.copy')}
        </Button>
        <Button busy={!ready} testId="done-ics" onClick={() => void save()}>
          {t('copy.ics')}
        </Button>
        <span class="am-sr-only" role="status">
          {copied ? t('done.copied') : ''}
        </span>
      </div>
    </section>
  );
}

function download(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/calendar;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${t('ics.file')}.ics`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A frame may be without the clipboard's permission: then the text is selected and copied the old way. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const focused = document.activeElement;
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    if (focused instanceof HTMLElement) focused.focus();
    return done;
  }
}
