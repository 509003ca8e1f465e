import { useState } from 'preact/hooks';
import type { EventReply } from '../../../worker/history/events.schemas.ts';
import type { Choice } from '../../../worker/preview/preview.schemas.ts';
import { Button } from '../../ui/components/index.ts';
import { problemText } from '../errors.ts';
import { kindText } from '../history/kinds.ts';
import { t } from '../locales/state.ts';
import { told } from '../shared/english.ts';
import { stageShort } from '../shared/stages.ts';
import { loadPipelines, type Pipeline, type Store, useStore } from '../store.ts';

/** Each is looked up in both systems: so many at a press. */
const LOOKED_AT = 5;

type Line = { visitId: string; text: string };

/** What «Выполнить» would do to the first of the deals that wait, by the saved settings; nothing is written. */
export function WhatWould({ branchId, waiting }: { branchId: number; waiting: number }) {
  const store = useStore();
  const [lines, setLines] = useState<Line[] | null>(null);
  const [isMore, setIsMore] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const look = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    const [events, pipelines] = await Promise.all([
      store.api.events({ branch: branchId, outcome: 'held', order: 'oldest' }),
      loadPipelines(store),
    ]);
    if (events.ok && pipelines.ok) {
      const visits = new Map(
        events.value.events.flatMap((event) => (event.visitId === null ? [] : [[event.visitId, event]])),
      );
      // Pressed again, the next ones follow; what was decided meanwhile waits no longer.
      const known = (lines ?? []).filter(({ visitId }) => visits.has(visitId));
      const next = [...visits].filter(([visitId]) => !known.some((line) => line.visitId === visitId));
      const found = [...known];
      for (const [visitId, event] of next.slice(0, LOOKED_AT)) {
        found.push({ visitId, text: await lineOf(store, pipelines.value, visitId, event) });
        setLines([...found]);
      }
      setLines(found);
      setIsMore(next.length > LOOKED_AT);
    } else {
      const error = events.ok ? (pipelines.ok ? null : pipelines.error) : events.error;
      setFailure(error === null ? null : problemText(error));
    }
    setBusy(false);
  };
  return (
    <div class="st-stack" role="status" data-testid="what-would">
      <div>
        <Button small busy={busy} onClick={() => void look()} testId="what-would-look">
          {t(isMore ? 'whatWould.more' : 'whatWould')}
        </Button>
      </div>
      {failure === null ? null : <p>{failure}</p>}
      {lines === null ? null : (
        <ul class="st-reasons">
          {lines.map(({ visitId, text }) => (
            <li key={visitId}>{text}</li>
          ))}
        </ul>
      )}
      {lines !== null && !busy && waiting > lines.length ? (
        <p class="am-small">{t('whatWould.first', { n: lines.length })}</p>
      ) : null}
    </div>
  );
}

async function lineOf(
  store: Store,
  pipelines: readonly Pipeline[],
  visitId: string,
  event: EventReply,
): Promise<string> {
  const result = await store.api.simulate({ visit: { id: visitId, searchAnew: false }, settings: {} });
  const said = result.ok ? choiceText(result.value.saved, pipelines) : problemText(result.error);
  return `${kindText(event.kind)}: ${said}`;
}

function choiceText(choice: Choice, pipelines: readonly Pipeline[]): string {
  const { deal, stage, fields } = choice;
  if (deal === null) return told(choice.reasons.at(-1)?.text ?? t('whatWould.nothing'));
  const written = fields.filter((field) => field.written).length;
  const parts = [
    deal.kind === 'created' ? t('whatWould.created') : t('whatWould.deal', { name: deal.name }),
    stage.to === null
      ? t('whatWould.stays')
      : t('whatWould.stage', { stage: stageShort(pipelines, stage.to) }),
    ...(written === 0 ? [] : [t('whatWould.fields', { n: written })]),
  ];
  return parts.join(', ');
}
