import { button } from './dom.ts';

const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];
const names: Record<Theme, string> = { system: 'как в системе', light: 'светлая', dark: 'тёмная' };
const place = 'reception-theme';

function saved(): Theme {
  const text = localStorage.getItem(place);
  return themes.find((theme) => theme === text) ?? 'system';
}

function use(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  button('theme').title = `Оформление: ${names[theme]}`;
  button('theme').setAttribute('aria-label', `Оформление: ${names[theme]}`);
}

export function listenToTheme(): void {
  use(saved());
  button('theme').addEventListener('click', () => {
    const next = themes[(themes.indexOf(saved()) + 1) % themes.length] ?? 'system';
    localStorage.setItem(place, next);
    use(next);
  });
}
