import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../ui/components/index.ts';
import { t } from '../../ui/messages.ts';

/** A frame may be refused the clipboard (permissions policy): then the text is selected for copying by hand. */
export function CopyButton(props: {
  text: string;
  label?: string;
  selectOnRefusal: () => void;
  testId?: string;
}) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(props.text);
      setCopied(true);
    } catch {
      props.selectOnRefusal();
    }
  };
  return (
    <Button small onClick={() => void copy()} testId={props.testId}>
      <span role="status">{copied ? `✓ ${t('copied')}` : (props.label ?? t('copy'))}</span>
    </Button>
  );
}
