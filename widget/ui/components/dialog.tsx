import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../messages.ts';

type Props = {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  actions?: ComponentChildren;
  testId?: string;
};

/** Modal by the platform: focus stays inside and returns afterwards, Esc closes. */
export function Dialog(props: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // Closed while it is still in the page: a dialog that is only taken away does not give the focus back.
  useLayoutEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={element}
      class="am-dialog"
      aria-labelledby={titleId}
      data-testid={props.testId}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
    >
      <header class="am-dialog__header">
        <h2 id={titleId}>{props.title}</h2>
        <button type="button" class="am-dialog__close" aria-label={t('close')} onClick={props.onClose}>
          ×
        </button>
      </header>
      <div class="am-dialog__body">{props.children}</div>
      {props.actions === undefined ? null : <footer class="am-dialog__actions">{props.actions}</footer>}
    </dialog>
  );
}
