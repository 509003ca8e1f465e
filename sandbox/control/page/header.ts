import type { DoubleKind } from '../double.ts';
import { button, el } from './dom.ts';

export const places = [
  ['state', 'Состояние'],
  ['requests', 'Запросы'],
  ['faults', 'Сбои'],
  ['hooks', 'Хуки'],
  ['clock', 'Часы'],
  ['data', 'Данные'],
  ['scenes', 'Сцены'],
] as const;
export type Place = (typeof places)[number][0];

const doubleNames: Record<DoubleKind, string> = { amocrm: 'amoCRM', archimed: 'ArchiMed+' };

export function header(options: {
  kind: DoubleKind;
  place: Place;
  otherKind: DoubleKind;
  otherUrl: string | null;
  setOther(url: string): void;
}): HTMLElement {
  const { kind, place } = options;
  const tabs = (['amocrm', 'archimed'] as const).map((name) =>
    link(
      doubleNames[name],
      `#${name}/${name === 'archimed' && place === 'hooks' ? 'state' : place}`,
      `tab-${name}`,
      name === kind,
    ),
  );
  // Only amoCRM sends hooks.
  const menu = places
    .filter(([name]) => name !== 'hooks' || kind === 'amocrm')
    .map(([name, text]) => link(text, `#${kind}/${name}`, `nav-${name}`, name === place));
  return el(
    'header',
    {},
    el(
      'div',
      { class: 'bar' },
      el('h1', {}, 'Песочница'),
      el('nav', { class: 'tabs', 'aria-label': 'Двойник' }, ...tabs),
      peer(options),
    ),
    el('nav', { class: 'menu', 'aria-label': 'Разделы' }, ...menu),
  );
}

function link(text: string, href: string, testId: string, isCurrent: boolean): HTMLAnchorElement {
  return el('a', { href, 'data-testid': testId, 'aria-current': isCurrent ? 'page' : null }, text);
}

/** The other double's address; asked for where nobody has told it. */
function peer({ otherKind, otherUrl, setOther }: Parameters<typeof header>[0]): HTMLElement {
  const field = el('input', {
    type: 'url',
    size: 24,
    'data-testid': 'peer-url',
    'aria-label': `Адрес ${doubleNames[otherKind]}`,
    placeholder: `Адрес ${doubleNames[otherKind]}`,
    value: otherUrl ?? '',
  });
  const save = (): void => {
    if (URL.canParse(field.value)) setOther(new URL(field.value).origin);
  };
  return el(
    'form',
    {
      class: 'peer',
      onsubmit: (event) => {
        event.preventDefault();
        save();
      },
    },
    el('span', {}, `${doubleNames[otherKind]}:`),
    field,
    button('Связать', 'peer-save', save),
  );
}
