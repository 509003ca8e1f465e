import type { FrameLocator } from 'playwright-core';
import { eventually } from './eventually.ts';

/** The settings page as an administrator goes through it; also by two of them at once, so nothing here belongs to one test. */
export type SettingsFrame = ReturnType<typeof settingsFrame>;

export function settingsFrame(frame: FrameLocator) {
  const at = (testId: string) => frame.getByTestId(testId);
  const open = async (section: string): Promise<void> => {
    await at(`section-${section}`).click();
    // Only then is what says «busy» the new section.
    await frame.locator(`[data-testid="section-${section}"][aria-current="page"]`).waitFor();
    await comes(() => frame.locator('main [aria-busy="true"]').count(), 0);
  };
  return {
    at,
    open,
    async openStatuses(branch: number): Promise<void> {
      await open('statuses');
      const other = await at('two-way-on').elementHandle();
      if ((await at('status-branch').inputValue()) !== String(branch)) {
        await at('status-branch').selectOption(String(branch));
        await comes(async () => other?.isVisible(), false);
      }
      await at('two-way-on').waitFor();
    },
    async save(): Promise<void> {
      await at('save').click();
      await at('saved').waitFor();
    },
    isChecked: (testId: string, wanted: boolean) => comes(() => at(testId).isChecked(), wanted),
    holds: (testId: string, value: string) => comes(() => at(testId).inputValue(), value),
    says: (text: string) => frame.getByText(text, { exact: false }).first().waitFor(),
  };
}

/** A value of the page, once it is there. */
export async function comes<T>(read: () => Promise<T>, wanted: T): Promise<void> {
  await eventually(read, (value) => value === wanted, undefined, 50);
}
