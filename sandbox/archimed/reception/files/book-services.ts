import type { FoundService } from '../patients-view.ts';
import { api } from './api.ts';
import { action, box, el, input } from './dom.ts';
import { picker } from './picker.ts';

let chosen: FoundService[] = [];
let search: { clear(): void } = { clear: () => {} };
let changed: (minutes: number) => void = () => {};

export function clearServices(): void {
  chosen = [];
  search.clear();
  draw();
}

/** «1012 Приём кардиолога», as they stand in the note. */
export function chosenServices(): string[] {
  return chosen.map(({ code, name }) => `${code} ${name}`.trim());
}

function draw(): void {
  const minutes = chosen.reduce((sum, one) => sum + one.duration, 0);
  const cost = chosen.reduce((sum, one) => sum + one.cost, 0);
  box('book-chips').replaceChildren(
    ...chosen.map((service) =>
      action(
        { class: 'chip', 'aria-label': `Убрать: ${service.name}` },
        () => {
          chosen = chosen.filter((one) => one !== service);
          draw();
          input('book-services').focus();
        },
        `${service.code} ${service.name}`,
        el('b', {}, '×'),
      ),
    ),
    ...(chosen.length === 0
      ? []
      : [
          el(
            'small',
            { class: 'quiet' },
            `${minutes > 0 ? `${minutes} мин · ` : ''}${cost.toLocaleString('ru-RU')} ₽`,
          ),
        ]),
  );
  if (minutes > 0) changed(minutes);
}

export function listenToServices(onMinutes: (minutes: number) => void): void {
  changed = onMinutes;
  search = picker<FoundService>({
    field: input('book-services'),
    list: box('book-services-found'),
    find: async (query) => {
      const reply = await api.services(query);
      if (!reply.ok) return null;
      return reply.value.services.map((service) => ({
        value: service,
        testId: `service-${service.id}`,
        label: `${service.code} ${service.name}`,
        details: `${service.duration > 0 ? `${service.duration} мин · ` : ''}${service.cost.toLocaleString('ru-RU')} ₽`,
      }));
    },
    pick: (service) => {
      if (!chosen.some((one) => one.id === service.id)) chosen.push(service);
      draw();
      input('book-services').focus();
    },
    nobody: 'Такой услуги нет.',
    none: () => {},
  });
}
