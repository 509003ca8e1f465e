import { lineOf, type Problem } from './archive.ts';
import type { Manifest } from './manifest.ts';
import { child, children, type Node, pathOf, propertyName, type Source, stringOf, walk } from './syntax.ts';

/** The contract of script.js (amocrm-api.md §6.3, §6.4): one `define`, the callbacks that the locations call. */
const FILE = 'script.js';
const ALWAYS = ['render', 'init', 'bind_actions', 'onSave', 'destroy'];
const CALLBACK: Readonly<Record<string, string>> = {
  settings: 'settings',
  advanced_settings: 'advancedSettings',
  digital_pipeline: 'dpSettings',
  card_sdk: 'loadPreloadedData',
  widget_page: 'initMenuPage',
  salesbot_designer: 'onSalesbotDesignerSave',
  lead_sources: 'onSource',
};
/** Drawn by `render`; the code asks the page where it is. */
const DRAWN = /^(lcard|ccard|comcard|cucard|llist|clist|culist|tlist|tline|tcalendar)-[01]$|^everywhere$/;
/** What amoCRM answers by name. */
const MODULES = /^(jquery|underscore|backbone|twigjs|moment|lib\/components\/base\/modal|\.\/[\w/-]+\.js)$/;

export function sdkProblems(source: Source, manifest: Manifest | null, publicUrl: string): Problem[] {
  return [
    ...moduleProblems(source),
    ...remoteProblems(source, new URL(publicUrl).origin),
    ...(manifest === null ? [] : locationProblems(source, manifest)),
  ];
}

function moduleProblems({ program, text }: Source): Problem[] {
  const calls: Node[] = [];
  walk(program, (node) => {
    if (node.type === 'CallExpression' && pathOf(child(node, 'callee')).join('.') === 'define')
      calls.push(node);
  });
  const found: Problem[] = [];
  const [first, second] = calls;
  if (first === undefined) found.push(problem('sdk.define', null, 'script.js is no AMD module'));
  if (second !== undefined) {
    found.push(
      problem('sdk.define', lineOf(text, second.start), 'a second define would take the widget’s place'),
    );
  }
  for (const dependency of children(first ?? program, 'arguments').flatMap((part) =>
    children(part, 'elements'),
  )) {
    const name = stringOf(dependency) ?? '';
    if (MODULES.test(name)) continue;
    found.push(
      problem(
        'code.remote',
        lineOf(text, dependency.start),
        `«${name}» is neither amoCRM's module nor a file here`,
      ),
    );
  }
  return found;
}

/** The only address in the code is the Worker's. Names of XML vocabularies look like addresses, but nobody asks them. */
function remoteProblems({ program, text }: Source, origin: string): Problem[] {
  const found: Problem[] = [];
  walk(program, (node, around) => {
    if (node.type === 'TemplateLiteral' && around.at(-1)?.type === 'TaggedTemplateExpression') return;
    const value = stringOf(node);
    const address = /(?:https?|wss?):\/\/[\w.-]+(?::\d+)?|^\/\/[\w-]+\.[\w.-]+/.exec(value ?? '')?.[0];
    if (address === undefined || address === origin || address === 'http://www.w3.org') return;
    found.push(
      problem('code.remote', lineOf(text, node.start), `the code names a foreign address: ${address}`),
    );
  });
  return found;
}

function locationProblems({ program, text }: Source, { locations, settings }: Manifest): Problem[] {
  const callbacks = callbacksOf(program);
  const found = ALWAYS.filter((name) => !callbacks.has(name)).map((name) =>
    problem('sdk.callbacks', null, `the callback ${name} is missing`),
  );
  for (const location of locations) {
    const callback = CALLBACK[location];
    if (callback === undefined && !DRAWN.test(location)) {
      found.push(problem('sdk.locations', null, `nothing is known of the location ${location}`));
    } else if (callback !== undefined && !callbacks.has(callback)) {
      found.push(problem('sdk.locations', null, `location ${location} is declared, ${callback} is missing`));
    }
  }
  const asks = (name: string) => new RegExp(`\\b${name}\\b`).test(text);
  if (locations.includes('everywhere') && !asks('getWidgetsArea')) {
    found.push(problem('sdk.locations', null, 'location everywhere is declared, the area is never asked'));
  }
  if (locations.some((location) => /card-[01]$/.test(location)) && !asks('current_card')) {
    found.push(problem('sdk.locations', null, 'a card is declared, the current card is never asked'));
  }
  for (const [location, callback] of Object.entries(CALLBACK)) {
    if (callbacks.has(callback) && !locations.includes(location)) {
      found.push(
        problem('sdk.locations', null, `${callback} is there, location ${location} is not declared`),
      );
    }
  }
  for (const name of Object.keys(settings)) {
    if (!asks(name))
      found.push(problem('sdk.settings', null, `the code never looks at the setting «${name}»`));
  }
  return found;
}

/** `this.callbacks = { render: … }`. */
function callbacksOf(program: Node): Set<string> {
  const names = new Set<string>();
  walk(program, (node) => {
    if (node.type !== 'AssignmentExpression' || pathOf(child(node, 'left')).at(-1) !== 'callbacks') return;
    const value = child(node, 'right');
    for (const property of value === null ? [] : children(value, 'properties')) {
      const name = propertyName(property);
      if (name !== null) names.add(name);
    }
  });
  return names;
}

function problem(rule: string, line: number | null, text: string): Problem {
  return { rule, file: FILE, line, text };
}
