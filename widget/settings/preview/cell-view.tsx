import type { ComponentChildren } from 'preact';
import type { Choice } from '../../../worker/preview/preview.schemas.ts';
import { formatDateTime } from '../../ui/format.ts';
import { t } from '../locales/preview.ts';
import type { Cell } from './compare.ts';
import { DealLink, StageChip } from './parts.tsx';

/** What one side says, in words; nothing to say is said, too. */
export function CellView({ cell, timeZone }: { cell: Cell; timeZone: string }) {
  switch (cell.kind) {
    case 'deal':
      return <Deal deal={cell.deal} />;
    case 'contact':
      return cell.contact === null ? (
        <Quiet>—</Quiet>
      ) : cell.contact.id === null ? (
        t('contact.created')
      ) : (
        t('contact.known', { id: cell.contact.id })
      );
    case 'stage':
      return cell.stage === null ? (
        <Quiet>—</Quiet>
      ) : (
        <>
          <StageChip stage={cell.stage} />
          {cell.moves ? null : <Note>{t('stage.stays')}</Note>}
        </>
      );
    case 'field':
      return <Field field={cell.field} />;
    case 'title':
      return cell.title === null ? <Quiet>{t('title.kept')}</Quiet> : cell.title;
    case 'task':
      return <Task task={cell.task} timeZone={timeZone} />;
    case 'note':
      return cell.note === null ? <Quiet>{t('note.none')}</Quiet> : cell.note;
  }
}

function Deal({ deal }: { deal: Choice['deal'] }) {
  if (deal === null) return <Quiet>{t('deal.none')}</Quiet>;
  switch (deal.kind) {
    case 'sample':
      return <>{t('deal.sample')}</>;
    case 'created':
      return <>{t('deal.created')}</>;
    case 'linked':
    case 'found':
      return (
        <>
          <DealLink id={deal.id ?? 0} text={deal.name || t('deal.unnamed')} />
          <Note>{t(`deal.${deal.kind}`, { id: deal.id ?? 0 })}</Note>
        </>
      );
  }
}

function Field({ field }: { field: { value: string | null; written: boolean } | null }) {
  if (field === null) return <Quiet>{t('field.absent')}</Quiet>;
  if (field.value === null) return <Quiet>{t('field.unknown')}</Quiet>;
  return (
    <>
      {field.value === '' ? '—' : field.value}
      {field.written ? null : <Note>{t('field.kept')}</Note>}
    </>
  );
}

function Task({ task, timeZone }: { task: Choice['task']; timeZone: string }) {
  if (task === null) return <Quiet>{t('task.none')}</Quiet>;
  return (
    <>
      {t(`task.${task.action}`)}
      {task.text === null ? null : `: ${task.text}`}
      {task.due === null ? null : <Note>{t('task.due', { when: formatDateTime(task.due, timeZone) })}</Note>}
    </>
  );
}

function Quiet({ children }: { children: ComponentChildren }) {
  return <span class="am-muted">{children}</span>;
}

function Note({ children }: { children: ComponentChildren }) {
  return <span class="am-small am-muted st-note">{children}</span>;
}
