import type { FrameLocator } from 'playwright-core';
import { expect } from 'vitest';

/** The settings page as an administrator goes through it. */
export type SettingsFrame = ReturnType<typeof settingsFrame>;

const PATIENTLY = { timeout: 20_000 };

export function settingsFrame(frame: FrameLocator) {
  const at = (testId: string) => frame.getByTestId(testId);
  const open = async (section: string): Promise<void> => {
    await at(`section-${section}`).click();
    await expect.poll(() => frame.locator('main [aria-busy="true"]').count(), PATIENTLY).toBe(0);
  };
  return {
    at,
    open,
    async openStatuses(branch: number): Promise<void> {
      await open('statuses');
      await at('status-branch').selectOption(String(branch));
      await at('two-way-on').waitFor();
    },
    async save(): Promise<void> {
      await at('save').click();
      await at('saved').waitFor();
    },
    isChecked: (testId: string, wanted: boolean) =>
      expect.poll(() => at(testId).isChecked(), PATIENTLY).toBe(wanted),
    holds: (testId: string, value: string) =>
      expect.poll(() => at(testId).inputValue(), PATIENTLY).toBe(value),
    says: (text: string) => frame.getByText(text, { exact: false }).first().waitFor(),
  };
}
