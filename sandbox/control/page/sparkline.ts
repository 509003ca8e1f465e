import type { Rates } from '../rates.ts';

const NS = 'http://www.w3.org/2000/svg';
const HEIGHT = 48;
const BAR = 6;

/** A bar a second: the whole height is the busiest one, limited and failed requests stand on top in their colours. */
export function sparkline(seconds: Rates['seconds']): SVGSVGElement {
  const top = Math.max(1, ...seconds.map(({ count }) => count));
  const svg = svgNode('svg', {
    class: 'spark',
    viewBox: `0 0 ${seconds.length * BAR} ${HEIGHT}`,
    preserveAspectRatio: 'none',
    role: 'img',
    'aria-label': `Запросов в секунду, не больше ${top}`,
  });
  for (const [index, { count, limited, failed }] of seconds.entries()) {
    let y = HEIGHT;
    for (const [amount, look] of [
      [count - limited - failed, 'fine'],
      [limited, 'limited'],
      [failed, 'failed'],
    ] as const) {
      const height = (amount / top) * HEIGHT;
      y -= height;
      if (amount > 0) {
        svg.append(svgNode('rect', { class: look, x: index * BAR, y, width: BAR - 1, height }));
      }
    }
  }
  return svg;
}

function svgNode<K extends 'svg' | 'rect'>(name: K, attributes: Record<string, string | number>) {
  const node = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}
