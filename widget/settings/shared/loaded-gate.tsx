import type { ComponentChildren } from 'preact';
import { Banner, Button } from '../../ui/components/index.ts';
import { t as shared } from '../../ui/messages.ts';
import { problemText } from '../errors.ts';
import { t } from '../locales/common.ts';
import { SectionSkeleton } from './editor-section.tsx';
import type { Loaded } from './use-loaded.ts';

type Props<Value> = {
  loaded: Loaded<Value>;
  onRetry: () => void;
  children: (value: Value) => ComponentChildren;
};

/** Skeleton, sentence with «Повторить», or the content. */
export function LoadedGate<Value>({ loaded, onRetry, children }: Props<Value>) {
  switch (loaded.kind) {
    case 'loading':
      return <SectionSkeleton />;
    case 'failed':
      return (
        <Banner tone="error" testId="error" action={<Button onClick={onRetry}>{shared('retry')}</Button>}>
          {t('loadFailed')} {problemText(loaded.error)}
        </Banner>
      );
    case 'ready':
      return <>{children(loaded.value)}</>;
  }
}
