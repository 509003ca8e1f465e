import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Branch } from '../../../worker/settings/branches.schemas.ts';
import { Banner, Skeleton } from '../../ui/components/index.ts';
import { t } from '../locales/preview-side.ts';
import { useOnScreen } from '../preview/on-screen.ts';

type Preview = (props: { branchId: number }) => JSX.Element;

/** A dry run: what would happen if the branch were on. Its code comes with its first use. */
export function CheckStep({ branch }: { branch: Branch }) {
  const [preview, setPreview] = useState<{ view: Preview } | 'failed' | null>(null);
  useOnScreen({ drafts: { branches: [{ branchId: branch.id, enabled: true }] }, valid: true });
  useEffect(() => {
    void import('../preview/guide-preview.tsx').then(
      ({ GuidePreview }) => setPreview({ view: GuidePreview }),
      () => setPreview('failed'),
    );
  }, []);
  if (preview === null) return <Skeleton height={280} />;
  if (preview === 'failed') return <Banner tone="error">{t('failed')}</Banner>;
  return <preview.view branchId={branch.id} />;
}
