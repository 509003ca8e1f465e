import { type Finding, lineAt, refused, warned } from './finding.ts';
import { chain, identifier, type JsNode, literal, nodeAt, nodesAt, walk } from './js-tree.ts';
import type { Source } from './source-context.ts';

/** Callbacks and locations belong together (amocrm-api.md §6.3, §6.4, §6.8 "only used locations"). */

const places: Record<string, RegExp> = {
  settings: /^settings$/,
  advancedSettings: /^advanced_settings$/,
  dpSettings: /^digital_pipeline$/,
  initMenuPage: /^widget_page$/,
  loadPreloadedData: /^card_sdk$/,
  loadElements: /^card_sdk$/,
  linkCard: /^card_sdk$/,
  searchDataInCard: /^card_sdk$/,
  loadCatalogElement: /^catalogs$/,
  salesbotDesignerSettings: /^salesbot_designer$/,
  onSalesbotDesignerSave: /^salesbot_designer$/,
  onAddAsSource: /^lead_sources$/,
  onSource: /^lead_sources$/,
  'contacts.selected': /^clist-[01]$/,
  'leads.selected': /^llist-[01]$/,
  'todo.selected': /^(tlist|tline|tcalendar)-[01]$/,
};

/** A location that does nothing without its callback. */
const needed: [RegExp, string][] = [
  [/^advanced_settings$/, 'advancedSettings'],
  [/^digital_pipeline$/, 'dpSettings'],
  [/^widget_page$/, 'initMenuPage'],
  [/^salesbot_designer$/, 'onSalesbotDesignerSave'],
];

function keyOf(row: JsNode): string | null {
  const key = nodeAt(row, 'key');
  const value = literal(key);
  return identifier(key) ?? (typeof value === 'string' ? value : null);
}

function callbackNames(object: JsNode): Map<string, number> {
  const names = new Map<string, number>();
  for (const row of nodesAt(object, 'properties')) {
    const name = keyOf(row);
    const inner = nodeAt(row, 'value');
    if (name === null) continue;
    names.set(name, row.start);
    // `leads: { selected: … }`
    if (inner?.type === 'ObjectExpression') {
      for (const part of nodesAt(inner, 'properties')) names.set(`${name}.${keyOf(part) ?? ''}`, part.start);
    }
  }
  return names;
}

/** What `this.callbacks = {…}` names; null when it is not written out anywhere. */
function findCallbacks(source: Source): Map<string, number> | null {
  let names: Map<string, number> | null = null;
  walk(source.program, (node) => {
    if (node.type === 'AssignmentExpression') {
      const value = nodeAt(node, 'right');
      const isMine =
        chain(nodeAt(node, 'left'))?.at(-1) === 'callbacks' || isCallbacksMember(nodeAt(node, 'left'));
      if (isMine && value?.type === 'ObjectExpression') names = callbackNames(value);
    }
  });
  return names;
}

function isCallbacksMember(left: JsNode | null): boolean {
  return left?.type === 'MemberExpression' && identifier(nodeAt(left, 'property')) === 'callbacks';
}

export function callbackFindings(sources: readonly Source[], locations: readonly string[]): Finding[] {
  for (const source of sources) {
    const names = findCallbacks(source);
    if (names === null) continue;
    const found: Finding[] = [];
    for (const [name, offset] of names) {
      const place = places[name];
      if (place === undefined || locations.some((location) => place.test(location))) continue;
      const line = lineAt(source.text, offset);
      found.push(
        warned(
          'callback.unused',
          source.file,
          `Обработчик ${name} есть, а его области в locations нет.`,
          line,
        ),
      );
    }
    for (const [location, name] of needed) {
      const declared = locations.find((candidate) => location.test(candidate));
      if (declared === undefined || names.has(name)) continue;
      const text = `Область ${declared} объявлена, а обработчика ${name} нет: объявляйте только то, чем пользуетесь.`;
      found.push(refused('location.unused', source.file, text));
    }
    if (!names.has('render')) {
      found.push(refused('callback.render', source.file, 'Нет обработчика render.'));
    }
    return found;
  }
  return [];
}
