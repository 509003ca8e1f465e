import { TextField } from '../ui/components/text-field.tsx';
import { t } from './messages.ts';
import type { Model } from './model.ts';

/** Booking outside a deal's card: which deal it goes into. Left empty, the person's is found or made (product.md §3.2). */
export function DealField({ model }: { model: Model }) {
  const { deal } = model.patients;
  return (
    <TextField
      label={t('deal')}
      hint={t('deal.hint')}
      error={model.deal.error.value}
      inputMode="numeric"
      maxLength={200}
      value={deal.value}
      testId="book-deal"
      onInput={(text) => {
        deal.value = text;
      }}
    />
  );
}
