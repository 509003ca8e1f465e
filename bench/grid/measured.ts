/** What one drawing cost, from the data to the frame that shows it. */
export type Drawing = { scriptMs: number; shownMs: number; elements: number };

declare global {
  interface Window {
    draw?: () => Promise<Drawing>;
  }
}

export function measured(drawInto: (place: HTMLElement) => void): void {
  const place = document.createElement('div');
  place.id = 'place';
  document.body.append(place);
  window.draw = async () => {
    const began = performance.now();
    drawInto(place);
    // Some frameworks finish in a microtask.
    await Promise.resolve();
    const scriptMs = performance.now() - began;
    await painted();
    return {
      scriptMs,
      shownMs: performance.now() - began,
      elements: place.querySelectorAll('*').length,
    };
  };
}

/** A task posted within a frame's callback runs after that frame was laid out and painted. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve();
      port2.postMessage(null);
    });
  });
}
