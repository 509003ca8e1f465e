import type { FrameLocator, Locator } from 'playwright-core';

/** The schedule view (widget/schedule/): free time is painted, not made of elements, so it is pointed at. */
export type Grid = {
  column(key: string): Locator;
  visit(id: string): Locator;
  /** Where this time of a column is, in the column's own coordinates; it is scrolled into view first. */
  at(key: string, clock: string): Promise<{ column: Locator; x: number; y: number }>;
  choose(key: string, clock: string): Promise<void>;
};

export function gridIn(frame: FrameLocator): Grid {
  const body = frame.locator('.sched-body');
  const column = (key: string): Locator => frame.getByTestId(`schedule-column-${key}`);
  const at: Grid['at'] = async (key, clock) => {
    const [hours = 0, minutes = 0] = clock.split(':').map(Number);
    const from = Number(await body.getAttribute('data-from'));
    const scale = Number(await body.getAttribute('data-scale'));
    const y = (hours * 60 + minutes - from) * scale + 8;
    const target = column(key);
    // Under the sticky header nothing can be pointed at.
    await target.evaluate((element, top) => {
      const scroller = element.closest('.sched-scroller');
      scroller?.scrollTo({ top: top - 160, left: (element as HTMLElement).offsetLeft - 120 });
    }, y);
    return { column: target, x: 60, y };
  };
  return {
    column,
    visit: (id) => frame.getByTestId(`schedule-visit-${id}`),
    at,
    choose: async (key, clock) => {
      const { column: target, x, y } = await at(key, clock);
      await target.click({ position: { x, y } });
    },
  };
}
