import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../ui/components/button.tsx';
import { Skeleton } from '../../ui/components/skeleton.tsx';
import { createHttp, type Http } from '../../ui/http.ts';
import { errorText } from '../../ui/messages.ts';
import type { PanelSession } from '../panel-session.ts';
import { createShadow } from '../theme.ts';
import { readChoice, writeChoice } from './choice.ts';
import dpCss from './dp.css?inline';
import { DpForm } from './form.tsx';
import { type Lists, readLists } from './lists.ts';
import { t } from './locales.ts';

/** amoCRM's own inputs for the settings of the manifest's `dp` (amocrm-api.md §6.2): what stands there is sent with the hook. */
type Inputs = { action: HTMLInputElement; token: HTMLInputElement };

/**
 * The form of an action in the Digital Pipeline. It takes the place of amoCRM's inputs, which hold nothing a person could
 * type; amoCRM's «Сохранить» stores them.
 */
export function mountDpSettings(
  scope: ParentNode,
  options: { publicUrl: string; session: PanelSession },
): void {
  const inputs = inputsIn(scope);
  if (inputs === null) return;
  const rows = [rowOf(inputs.action), rowOf(inputs.token)];
  rows[0]?.parentElement?.querySelector('[data-archimed-dp]')?.remove();
  for (const row of rows) row.style.display = 'none';
  const { host, root } = createShadow(scope instanceof Element ? scope : document.body, dpCss);
  host.dataset.archimedDp = '';
  rows[0]?.before(host);
  const http = createHttp({ baseUrl: options.publicUrl, session: options.session.store });
  render(<DpSettings http={http} session={options.session} inputs={inputs} />, root);
}

function DpSettings({ http, session, inputs }: { http: Http; session: PanelSession; inputs: Inputs }) {
  const [lists, setLists] = useState<Lists | null>(null);
  const [choice, setChoice] = useState(() => readChoice(inputs.action.value));
  const place = useRef<HTMLDivElement>(null);
  const read = async (): Promise<void> => {
    setLists(null);
    const now = await readLists(http);
    setLists(now);
    if (now.kind === 'ready') put(inputs.token, now.token);
  };
  const again = (): Promise<void> => {
    // The button goes; the focus stays where its answer comes.
    place.current?.focus();
    return read();
  };
  useEffect(() => {
    void read();
  }, []);

  const words = (text: string, canRetry: boolean) => (
    <>
      <p role="alert" data-testid="dp-words">
        {text}
      </p>
      {canRetry ? (
        <div class="dp__words">
          <Button onClick={again}>{t('retry')}</Button>
        </div>
      ) : null}
    </>
  );
  const content = () => {
    switch (lists?.kind) {
      case undefined:
        return <Loading />;
      case 'not-admin':
        return words(t('notAdmin'), false);
      case 'no-token':
        return words(t('noToken'), false);
      case 'no-branch':
        return words(t('noBranch'), true);
      case 'failed':
        return words(
          errorText(lists.error.code === 'session.none' ? (session.refusal() ?? lists.error) : lists.error),
          true,
        );
      case 'ready':
        return (
          <DpForm
            branches={lists.branches}
            choice={choice}
            onChange={(next) => {
              setChoice(next);
              put(inputs.action, writeChoice(next));
            }}
          />
        );
    }
  };
  return (
    <div class="dp" ref={place} tabIndex={-1} data-testid="dp-form">
      {content()}
    </div>
  );
}

/** Of the size of the two selects that follow. */
function Loading() {
  return (
    <>
      <p class="dp__note" role="status">
        {t('loading')}
      </p>
      <Skeleton height={36} />
      <Skeleton height={36} />
    </>
  );
}

function put(input: HTMLInputElement, value: string): void {
  input.value = value;
  for (const name of ['input', 'change']) input.dispatchEvent(new Event(name, { bubbles: true }));
}

function inputsIn(scope: ParentNode): Inputs | null {
  const action = scope.querySelector<HTMLInputElement>('input[name="dp_action"]');
  const token = scope.querySelector<HTMLInputElement>('input[name="dp_token"]');
  return action === null || token === null ? null : { action, token };
}

/** The input with its label: the widest element around it that holds no other control. */
function rowOf(input: HTMLInputElement): HTMLElement {
  let row: HTMLElement = input;
  for (
    let around = row.parentElement;
    around !== null && around.querySelectorAll('input, select, textarea, button').length === 1;
    around = around.parentElement
  ) {
    row = around;
  }
  return row;
}
