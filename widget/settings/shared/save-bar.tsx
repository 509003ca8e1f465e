import { useContext } from 'preact/hooks';
import { Banner, Button } from '../../ui/components/index.ts';
import type { Editor } from '../drafts/editor.ts';
import { refusalText } from '../errors.ts';
import { t } from '../locales/common.ts';
import type { Change } from './change.ts';
import { InGuide } from './in-guide.ts';
import { Summary } from './summary.tsx';

/** What would be saved, in words, and how saving went. It keeps its place so that nothing jumps. */
export function SaveBar<Reply, Draft>(props: { editor: Editor<Reply, Draft>; changes: readonly Change[] }) {
  const { editor, changes } = props;
  const saving = editor.saving.value;
  const nothing = changes.length === 0 && !editor.dirty.value;
  const inGuide = useContext(InGuide);
  const told = saving.kind === 'conflict' || saving.kind === 'failed';
  if (inGuide && nothing && !told) return null;
  return (
    <div class={inGuide && !told ? 'st-save st-save--still' : 'st-save'}>
      {saving.kind === 'conflict' ? <Conflict editor={editor} /> : null}
      {saving.kind === 'failed' ? (
        <Banner tone="error" testId="error">
          {refusalText(t('saveFailed'), saving.error)}
        </Banner>
      ) : null}
      {changes.length === 0 ? null : <Summary changes={changes} open={!inGuide && editor.dirty.value} />}
      <div class="st-save__row">
        {inGuide ? null : (
          <Button
            type="submit"
            kind="primary"
            testId="save"
            busy={saving.kind === 'running'}
            aria-disabled={nothing && saving.kind !== 'running'}
          >
            {t('save')}
          </Button>
        )}
        {editor.dirty.value ? (
          <Button kind="quiet" onClick={() => editor.discard()} testId="undo">
            {t('undo')}
          </Button>
        ) : null}
        <span class="st-save__done" role="status">
          {saving.kind === 'saved' && nothing ? <span data-testid="saved">✓ {t('saved')}</span> : null}
        </span>
      </div>
    </div>
  );
}

function Conflict<Reply, Draft>({ editor }: { editor: Editor<Reply, Draft> }) {
  return (
    <Banner
      tone="warning"
      testId="error"
      action={
        <>
          <Button onClick={() => void editor.rebaseOnFresh()} testId="conflict-rebase">
            {t('conflict.rebase')}
          </Button>
          <Button
            kind="quiet"
            testId="conflict-drop"
            onClick={() => {
              editor.discard();
              void editor.load();
            }}
          >
            {t('conflict.drop')}
          </Button>
        </>
      }
    >
      {t('conflict')}
    </Banner>
  );
}
