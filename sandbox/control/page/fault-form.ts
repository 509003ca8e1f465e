import { el, labelled, select } from './dom.ts';
import { faultName } from './fault-words.ts';
import type { Context } from './view.ts';

const methods: [string, string][] = [
  ['', 'любой'],
  ['GET', 'GET'],
  ['POST,PUT,PATCH,DELETE', 'любая запись'],
  ['POST', 'POST'],
  ['PUT', 'PUT'],
  ['PATCH', 'PATCH'],
  ['DELETE', 'DELETE'],
];

const delayed = /latency|hang|slow/;
const coded = /error/;

/** Every kind the double knows, with what belongs to it. */
export function faultForm(
  context: Context,
  add: (fault: Record<string, unknown>) => Promise<void>,
): HTMLElement {
  const kind = select(
    'fault-kind',
    context.faultKinds.map((name) => [name, faultName(name)]),
  );
  const method = select('fault-method', methods);
  const path = el('input', {
    'data-testid': 'fault-path',
    placeholder: context.kind === 'amocrm' ? 'leads*' : 'talons',
  });
  const number = (testId: string, props: Record<string, number | string>): HTMLInputElement =>
    el('input', { type: 'number', 'data-testid': testId, ...props });
  const chance = number('fault-chance', { min: 1, max: 100, value: 100 });
  const times = number('fault-times', { min: 1, placeholder: 'без предела' });
  const delay = number('fault-delay', { min: 0, step: 100, placeholder: '1000' });
  const status = number('fault-status', { min: 400, max: 599, placeholder: '500' });
  const [delayLabel, statusLabel] = [labelled('Задержка, мс', delay), labelled('Код ответа', status)];
  const showFitting = (): void => {
    delayLabel.hidden = !delayed.test(kind.value);
    statusLabel.hidden = !coded.test(kind.value) || kind.value === 'ok-error';
  };
  kind.addEventListener('input', showFitting);
  showFitting();
  const submit = (event: Event): void => {
    event.preventDefault();
    void add({
      kind: kind.value,
      chance: chance.valueAsNumber / 100,
      ...(method.value === '' ? {} : { method: method.value }),
      ...(path.value.trim() === '' ? {} : { path: path.value.trim() }),
      ...numbers({
        times,
        ...(delayLabel.hidden ? {} : { delayMs: delay }),
        ...(statusLabel.hidden ? {} : { status }),
      }),
    });
  };
  return el(
    'form',
    { class: 'filters', onsubmit: submit },
    labelled('Что', kind),
    labelled('Метод', method),
    labelled('Путь (* — что угодно)', path),
    labelled('Доля запросов, %', chance),
    labelled('Сколько раз', times),
    delayLabel,
    statusLabel,
    el('button', { type: 'submit', class: 'primary', 'data-testid': 'fault-add' }, 'Включить сбой'),
  );
}

/** Only what was filled in. */
function numbers(inputs: Record<string, HTMLInputElement>): Record<string, number> {
  const filled = Object.entries(inputs).filter(([, input]) => input.value !== '');
  return Object.fromEntries(filled.map(([key, input]) => [key, input.valueAsNumber]));
}
