import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoCrm } from '../sandbox/demo/crm.ts';
import { soonestStays } from './support/booking.ts';
import { bookingFrame, launch, openPage } from './support/browser.ts';
import { type Product, startProduct } from './support/product.ts';

let product: Product;
let browser: Browser;

beforeAll(async () => {
  product = await startProduct();
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test('a visit is booked and cancelled with Tab, Enter and Esc alone; the focus is never lost', async () => {
  const card = `${product.stack.amocrmUrl}/leads/detail/${demoCrm.firstLead + 9}`;
  await soonestStays();
  const { page, complaints, close } = await openPage(browser, card);
  await page.getByTestId('panel-book').focus();
  await page.keyboard.press('Enter');
  const window = bookingFrame(page);
  await window.getByTestId('best-slot-0').waitFor();
  await expect.poll(() => window.getByTestId('patient-710').isChecked()).toBe(true);

  await tabTo(page, 'doctor-input');
  await page.keyboard.type('Лаврентьева');
  await window.getByTestId('doctor-option-11').waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(() => window.getByTestId('best-slot-0').textContent()).toContain('Лаврентьева');
  await tabTo(page, 'best-slot-0');
  await page.keyboard.press('Enter');
  await expect.poll(() => window.getByTestId('best-slot-0').getAttribute('aria-pressed')).toBe('true');
  await tabTo(page, 'book-submit');
  await page.keyboard.press('Enter');
  await window.getByTestId('book-done').waitFor();
  await page.keyboard.press('Escape');
  await window.getByTestId('book-done').waitFor({ state: 'hidden' });
  await expect.poll(() => focusedOn(page.mainFrame())).toBe('panel-book');

  // ArchiMed+ does not tell its reasons: it is said, asked for again, and Enter in the list confirms.
  await product.archimed.fault({ kind: 'json-error', status: 503, path: 'talondeletereasons' });
  await page.locator('[data-testid^="panel-cancel-"]').first().press('Enter');
  await window.getByTestId('reasons-error').waitFor();
  await product.archimed.clearFaults();
  await tabTo(page, 'reasons-retry');
  await page.keyboard.press('Enter');
  await window.getByTestId('reasons-error').waitFor({ state: 'detached' });
  await expect.poll(() => window.getByTestId('cancel-reason').locator('option').count()).toBe(5);
  await tabTo(page, 'cancel-reason');
  await page.keyboard.press('ArrowDown');
  expect(await window.getByTestId('cancel-reason').inputValue()).toBe('1');
  await page.keyboard.press('Enter');
  await window.getByTestId('book-done').waitFor();
  // The newest of the patient's: cancelled, for the clinic's first reason.
  const cancelled = (await product.archimed.talons()).filter(({ patientId }) => patientId === 710).at(-1);
  expect([cancelled?.statusId, cancelled?.deleteReasonId]).toEqual([4, 1]);
  expect(complaints).toEqual([]);
  await close();
});

/** Goes on with Tab; every stop on the way is something, never the bare page. */
async function tabTo(page: Page, testId: string): Promise<void> {
  const frame = page.frames().find((candidate) => candidate.url().includes('/booking/'));
  if (!frame) throw new Error('the booking window is not open');
  const stops: string[] = [];
  while (stops.at(-1) !== testId && stops.length < 120) {
    await page.keyboard.press('Tab');
    stops.push(await focusedOn(frame));
  }
  expect(stops.at(-1)).toBe(testId);
  expect(stops).not.toContain('BODY');
}

/** The test id (else the element) that has the focus, also inside a shadow root. */
function focusedOn(frame: Frame): Promise<string> {
  return frame.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) {
      element = element.shadowRoot.activeElement;
    }
    return (element instanceof HTMLElement && element.dataset.testid) || (element?.tagName ?? '');
  });
}
