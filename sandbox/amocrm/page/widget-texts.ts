import type { WidgetView } from '../pages/view-types.ts';

/** A text of the widget by its language key; without one the key itself. */
export function widgetText(widget: WidgetView, path: string): string {
  let node: unknown = widget.i18n.ru ?? Object.values(widget.i18n)[0];
  for (const part of path.split('.')) {
    node = typeof node === 'object' && node !== null ? Reflect.get(node, part) : undefined;
  }
  return typeof node === 'string' ? node : path;
}
