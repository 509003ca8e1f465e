import { useCallback, useRef } from 'preact/hooks';
import { Button } from '../../ui/components/index.ts';
import type { ApiResult } from '../../ui/http.ts';
import { getLang } from '../../ui/i18n.ts';
import { t } from '../locales/support.ts';
import { CopyButton } from '../shared/copy-button.tsx';
import { LoadedGate } from '../shared/loaded-gate.tsx';
import { useLoaded } from '../shared/use-loaded.ts';
import { loadBranches, type Store, useStore } from '../store.ts';
import { diagnosisText } from './diagnosis.ts';

export function DiagnosisCard() {
  const store = useStore();
  const read = useCallback(() => diagnose(store), [store]);
  const [loaded, again] = useLoaded(read);
  return (
    <section class="st-card" aria-labelledby="support-diagnosis">
      <div>
        <h3 id="support-diagnosis">{t('diagnosis')}</h3>
        <p class="am-small am-muted">{t('diagnosis.hint')}</p>
      </div>
      <LoadedGate loaded={loaded} onRetry={again}>
        {(text) => <Text text={text} onAgain={again} />}
      </LoadedGate>
    </section>
  );
}

function Text({ text, onAgain }: { text: string; onAgain: () => void }) {
  const area = useRef<HTMLTextAreaElement>(null);
  return (
    <>
      <textarea
        ref={area}
        class="am-input am-input--area"
        rows={8}
        readOnly
        spellcheck={false}
        aria-label={t('diagnosis')}
        value={text}
        data-testid="diagnosis"
      />
      <div class="st-row">
        <CopyButton
          text={text}
          label={t('diagnosis.copy')}
          selectOnRefusal={() => area.current?.select()}
          testId="diagnosis-copy"
        />
        <Button small kind="quiet" onClick={onAgain}>
          {t('diagnosis.again')}
        </Button>
      </div>
    </>
  );
}

async function diagnose(store: Store): Promise<ApiResult<string>> {
  const [state, branches] = await Promise.all([store.api.state(), loadBranches(store)]);
  if (!state.ok) return state;
  const { fields, automation, matching, statuses } = store;
  const known = { fields: fields.peek(), automation: automation.peek(), matching: matching.peek() };
  const sections = Object.entries(known).flatMap(([name, reply]): [string, number][] =>
    reply === null ? [] : [[name, reply.version]],
  );
  const tables = [...statuses.peek()].map(([id, reply]): [string, number] => [
    `statuses:${id}`,
    reply.version,
  ]);
  const text = diagnosisText({
    me: store.me,
    state: state.value,
    branches: branches.ok ? branches.value : [],
    versions: Object.fromEntries([...sections, ...tables]),
    framed: store.framed,
    lang: getLang(),
    browser: navigator.userAgent,
    at: new Date().toISOString(),
  });
  return { ok: true, value: text };
}
