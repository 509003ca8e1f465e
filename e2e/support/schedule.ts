import type { FrameLocator, Locator } from 'playwright-core';

/** The schedule view (widget/schedule/): free time is painted, not made of elements, so it is pointed at. */
export type Grid = {
  column(key: string): Locator;
  visit(id: string): Locator;
  /** How far below the top of its column this time begins, in pixels. */
  down(clock: string): Promise<number>;
  /** Scrolls this time of a column to a place that no header covers. */
  show(key: string, clock: string): Promise<void>;
  choose(key: string, clock: string): Promise<void>;
};

export function gridIn(frame: FrameLocator): Grid {
  const body = frame.locator('.sched-body');
  const column = (key: string): Locator => frame.getByTestId(`schedule-column-${key}`);
  const down: Grid['down'] = async (clock) => {
    const [hours = 0, minutes = 0] = clock.split(':').map(Number);
    const from = Number(await body.getAttribute('data-from'));
    const scale = Number(await body.getAttribute('data-scale'));
    return (hours * 60 + minutes - from) * scale;
  };
  const show: Grid['show'] = async (key, clock) => {
    const top = await down(clock);
    await column(key).evaluate((element, wanted) => {
      const scroller = element.closest('.sched-scroller');
      scroller?.scrollTo({ top: wanted - 40, left: (element as HTMLElement).offsetLeft - 120 });
    }, top);
  };
  return {
    column,
    visit: (id) => frame.getByTestId(`schedule-visit-${id}`),
    down,
    show,
    choose: async (key, clock) => {
      await show(key, clock);
      await column(key).click({ position: { x: 60, y: (await down(clock)) + 8 } });
    },
  };
}
