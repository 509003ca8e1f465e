import type { Finding } from '../archive/finding.ts';
import type { WidgetDetails } from '../pages/host-details.ts';
import type { Page } from './app.ts';
import { el } from './dom.ts';
import { hostApi, type UploadAnswer } from './host-api.ts';
import { settingsFrame } from './settings-frame.ts';
import type { PageState } from './state.ts';
import type { WidgetHost } from './widget-host.ts';

/** «Загрузить архив»: what amoCRM and its moderators would say about it (amocrm-api.md §6.1, §6.2, §6.8). */

const kinds: Record<WidgetDetails['kind'], string> = {
  public: 'Публичная: проходит модерацию',
  private: 'Приватная: код не проверяется, внешние скрипты разрешены',
};

function findingRow(finding: Finding): HTMLElement {
  const place = finding.line === null ? finding.file : `${finding.file}:${finding.line}`;
  return el(
    'tr',
    { 'data-code': finding.code },
    el(
      'td',
      {},
      el(
        'span',
        { class: finding.severity === 'error' ? 'finding finding_error' : 'finding finding_warning' },
        finding.severity === 'error' ? 'Отказ' : 'Замечание',
      ),
    ),
    el('td', { class: 'finding__place' }, place),
    el('td', {}, finding.text),
    el('td', { class: 'muted' }, finding.code),
  );
}

function verdict(answer: UploadAnswer): string {
  const errors = answer.findings.filter((finding) => finding.severity === 'error').length;
  const warnings = answer.findings.length - errors;
  const remarks = warnings === 0 ? 'замечаний нет' : `замечаний: ${warnings}`;
  return answer.ok
    ? `Архив принят, версия ${answer.version ?? ''}, ${remarks}.`
    : `Архив не принят: причин ${errors}, ${remarks}. Прежняя версия осталась.`;
}

function report(answer: UploadAnswer): HTMLElement[] {
  const order = (finding: Finding): number => (finding.severity === 'error' ? 0 : 1);
  const rows = [...answer.findings].sort((a, b) => order(a) - order(b)).map(findingRow);
  const box = el(
    'p',
    {
      class: answer.ok ? 'upload__verdict is-ok' : 'upload__verdict is-refused',
      'data-testid': 'upload-verdict',
    },
    verdict(answer),
  );
  if (rows.length === 0) return [box];
  const head = ['Что', 'Где', 'Почему', 'Код'].map((text) => el('th', { scope: 'col' }, text));
  return [
    box,
    el(
      'table',
      { class: 'upload__findings', 'data-testid': 'upload-findings' },
      el('thead', {}, el('tr', {}, ...head)),
      el('tbody', {}, ...rows),
    ),
  ];
}

function kindSwitch(current: WidgetDetails['kind']): HTMLElement {
  return el(
    'fieldset',
    { class: 'upload__kind' },
    el('legend', { class: 'muted' }, 'Интеграция'),
    ...(['public', 'private'] as const).map((kind) =>
      el(
        'label',
        {},
        el('input', {
          type: 'radio',
          name: 'kind',
          value: kind,
          checked: kind === current,
          'data-testid': `kind-${kind}`,
          onchange: () => void hostApi.setKind(kind),
        }),
        ` ${kinds[kind]}`,
      ),
    ),
  );
}

export async function showUpload(state: PageState, host: WidgetHost, root: HTMLElement): Promise<Page> {
  const { body, page } = settingsFrame(state, host, root, 'Загрузить архив');
  if (body === null) return page;
  const { kind } = await hostApi.kind();
  const result = el('div', { class: 'upload__result', 'aria-live': 'polite' });

  async function take(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    result.replaceChildren(el('p', { class: 'muted' }, `Проверяем ${file.name}…`));
    try {
      result.replaceChildren(...report(await hostApi.upload(file)));
    } catch {
      result.replaceChildren(el('p', { class: 'error' }, 'Архив не загрузился. Попробуйте ещё раз.'));
    }
  }

  const input = el('input', {
    type: 'file',
    accept: '.zip',
    class: 'upload__input',
    'data-testid': 'upload-file',
    onchange: () => void take(input.files?.[0]),
  });
  const drop = el(
    'label',
    {
      class: 'upload__drop',
      ondragover: (event) => event.preventDefault(),
      ondrop: (event) => {
        event.preventDefault();
        if (event instanceof DragEvent) void take(event.dataTransfer?.files[0]);
      },
    },
    input,
    el('b', {}, 'Выберите widget.zip'),
    el('span', { class: 'muted' }, 'или перетащите его сюда'),
  );
  body.classList.add('upload');
  body.append(
    // A real visit: the page reads the new archive only when it is loaded.
    el('a', { class: 'link', href: '/settings/widgets', target: '_self' }, '← Интеграции'),
    kindSwitch(kind),
    drop,
    result,
  );
  return page;
}
