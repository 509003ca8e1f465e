import type { CDPSession, Page } from 'playwright-core';

/** What a page holds: whatever a widget does not clean up adds to one of these. */
export type Held = {
  nodes: number;
  listeners: number;
  frames: number;
  intervals: number;
  sockets: number;
  hosts: number;
};

export type Leftovers = { count(): Promise<Held> };

const COUNT_INTERVALS = `
  window.__intervals = new Set();
  const [start, stop] = [window.setInterval, window.clearInterval];
  window.setInterval = (...given) => { const id = start(...given); window.__intervals.add(id); return id; };
  window.clearInterval = (id) => { window.__intervals.delete(id); stop(id); };
`;

/** Before the page is opened; counts after the garbage was collected, so that only what is held remains. */
export async function watchLeftovers(page: Page): Promise<Leftovers> {
  await page.addInitScript(COUNT_INTERVALS);
  const sockets = new Set<unknown>();
  page.on('websocket', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  return {
    async count() {
      await session.send('HeapProfiler.collectGarbage');
      const { metrics } = await session.send('Performance.getMetrics');
      const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? 0;
      const [intervals, hosts] = await page.evaluate<[number, number]>(
        'const all = [...document.querySelectorAll("*")]; [window.__intervals.size, all.filter((one) => one.shadowRoot).length]',
      );
      return {
        nodes: metric('Nodes'),
        listeners: metric('JSEventListeners'),
        frames: page.frames().length,
        intervals,
        sockets: sockets.size,
        hosts,
      };
    },
  };
}
