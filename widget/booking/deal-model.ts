import { computed, type Signal, signal } from '@preact/signals';
import type { ApiError } from '../ui/http.ts';
import { errorText } from '../ui/messages.ts';
import { dealNumber } from './deal-number.ts';
import { t } from './messages.ts';

/** Refusals that are told where the deal was typed. */
const aboutDeal: readonly string[] = ['deals.not_found', 'visits.deal_busy'];

/** The deal that is booked for: the one whose card is open, else the one that was typed, if any. */
export function createDealModel(open: number | null, typed: Signal<string>) {
  const named = computed(() => open ?? dealNumber(typed.value));
  /** It goes as soon as something else stands there. */
  const problem = signal<{ of: string; text: string } | null>(null);
  return {
    id: computed(() => (named.value === 'bad' ? null : named.value)),
    error: computed(() => (problem.value?.of === typed.value ? problem.value.text : null)),
    /** false: what was typed names no deal. */
    check: (): boolean => {
      problem.value = named.value === 'bad' ? { of: typed.value, text: t('deal.bad') } : null;
      return problem.value === null;
    },
    /** Whether the refusal is about the deal that was typed: then it is told there. */
    takes: (refusal: ApiError | null): boolean => {
      if (open !== null || named.value === null || refusal === null || !aboutDeal.includes(refusal.code))
        return false;
      problem.value = { of: typed.value, text: errorText(refusal) };
      return true;
    },
  };
}
