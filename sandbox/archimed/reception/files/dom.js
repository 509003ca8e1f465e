/** The element with this id. */
export function byId(id) {
  return document.getElementById(id);
}

/** `el('b', { title: 'x', className: 'y' }, 'text', child)`; `data-*`, `aria-*` and `style` go in as attributes. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes('-') || name === 'style') element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children);
  return element;
}

export function options(select, rows, chosen) {
  select.replaceChildren(
    ...rows.map(({ id, name }) => el('option', { value: String(id), textContent: name })),
  );
  if (chosen !== undefined) select.value = String(chosen);
}

export function showLine(element, text) {
  element.hidden = text === '';
  element.textContent = text;
}

let fading;

export function toast(text) {
  const element = byId('toast');
  element.textContent = text;
  element.classList.add('shown');
  clearTimeout(fading);
  fading = setTimeout(() => element.classList.remove('shown'), 2500);
}
