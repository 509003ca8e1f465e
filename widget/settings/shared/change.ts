import { t } from '../locales/common.ts';

/** One line of the summary before saving. */
export type Change = { label: string; from: string; to: string };

/** Nothing when both read the same: people compare what they see. */
export function changed(label: string, from: string, to: string): Change[] {
  return from === to ? [] : [{ label, from: from || t('nothing'), to: to || t('nothing') }];
}

export function onOff(value: boolean): string {
  return t(value ? 'on' : 'off');
}
