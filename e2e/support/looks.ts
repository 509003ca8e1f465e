import type { Locator, Page } from 'playwright-core';

/** Rules that a careless page might have: everything that is inherited and everything that hides or moves. */
export const HOSTILE_CSS = `
* { color: red !important; font: italic 40px/2 serif !important; letter-spacing: 9px !important;
    text-transform: uppercase !important; text-align: right !important; visibility: hidden; cursor: wait !important;
    border: 5px solid lime !important; background: yellow !important; opacity: 0.5 !important; }
div { display: none; padding: 30px !important; }
button { border-radius: 50% !important; min-height: 200px !important; }
.visit, .panel, .am-button, section, dialog, iframe { background: orange !important; float: right !important; }
/* What our hosts stand in stays as wide, so that there is something to look at. */
[data-around] { display: block !important; padding: 0 !important; border: 0 !important; }
`;

const LOOKS = `[
  'color', 'backgroundColor', 'backgroundImage', 'fontFamily', 'fontSize', 'fontStyle', 'fontWeight', 'lineHeight',
  'letterSpacing', 'wordSpacing', 'textTransform', 'textAlign', 'textDecorationLine', 'textShadow', 'whiteSpace', 'display',
  'visibility', 'opacity', 'cursor', 'position', 'float', 'boxSizing', 'borderTopWidth', 'borderTopStyle', 'borderTopColor',
  'borderLeftWidth', 'borderTopLeftRadius', 'paddingTop', 'paddingLeft', 'marginTop', 'marginLeft', 'minHeight', 'boxShadow',
  'outlineStyle', 'transform', 'filter', 'zIndex', 'overflowX', 'colorScheme',
]`;

const LOOK = `(element) => { const style = getComputedStyle(element); return ${LOOKS}.map((name) => name + '=' + style[name]).join(';'); }`;

/** Marks what our hosts stand in and holds its width; before anything is compared, so that it makes no difference. */
export async function markAround(page: Page): Promise<void> {
  await page.evaluate(`
    for (const host of [...document.querySelectorAll('body * *')].filter((one) => one.shadowRoot)) {
      for (const [name, value] of [['width', '300px'], ['padding', '0'], ['box-sizing', 'border-box']])
        host.parentElement.style.setProperty(name, value, 'important');
      for (let around = host.parentElement; around; around = around.parentElement) around.dataset.around = '';
    }
  `);
}

/** How everything of ours looks, element by element: the panel's shadow root and the overlay's. */
export function ourLooks(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const look = ${LOOK};
    const hosts = [...document.querySelectorAll('*')].filter((one) => one.shadowRoot);
    return hosts.flatMap((host) => [...host.shadowRoot.querySelectorAll('*:not(style)')].map((one) => one.className + ' ' + look(one)));
  })()`);
}

/** How everything of amoCRM's page looks, our hosts left out. */
export function theirLooks(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const look = ${LOOK};
    return [...document.querySelectorAll('html, body, body *')].filter((one) => !one.shadowRoot).map((one) => one.tagName + '.' + one.className + ' ' + look(one));
  })()`);
}

/**
 * What does not fit where it stands: wider than its own box or than the whole, or higher where the rest is hidden. What
 * scrolls by design is left alone, and so is what only a screen reader is told.
 */
export function cutOff(root: Locator): Promise<string[]> {
  return root.evaluate((whole) => {
    const aside = '.am-sr-only, .am-skeleton, [popover], [class*="sched"], svg, select, textarea, input';
    const edge = whole.getBoundingClientRect().right + 1;
    const isCut = (element: Element): boolean => {
      const style = getComputedStyle(element);
      if (style.display === 'inline' || /auto|scroll/.test(style.overflowX)) return false;
      const isHigher = style.overflowY !== 'visible' && element.scrollHeight > element.clientHeight + 1;
      return element.scrollWidth > element.clientWidth + 1 || (isHigher && style.overflowY !== 'auto');
    };
    return [whole, ...whole.querySelectorAll('*')]
      .filter((element) => element.getClientRects().length > 0 && element.closest(aside) === null)
      .filter((element) => isCut(element) || element.getBoundingClientRect().right > edge)
      .map((element) => `${element.className}: ${element.textContent?.slice(0, 80)}`);
  });
}
