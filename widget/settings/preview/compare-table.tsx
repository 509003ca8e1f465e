import { useState } from 'preact/hooks';
import type { SimulateReply } from '../../../worker/preview/preview.schemas.ts';
import { Banner } from '../../ui/components/index.ts';
import { t } from '../locales/preview.ts';
import { told } from '../shared/english.ts';
import { CellView } from './cell-view.tsx';
import { type Cell, compareChoices, type Row, whyOf } from './compare.ts';

/** The deal, its stage and every difference; the rest waits behind its count. */
export function CompareTable({ reply, timeZone }: { reply: SimulateReply; timeZone: string }) {
  const rows = compareChoices(reply.saved, reply.screen);
  const differing = rows.filter(({ differs }) => differs);
  const [open, setOpen] = useState(false);
  // The deal and its stage are always the first question.
  const isShown = ({ key, differs }: Row) => differs || key === 'deal' || key === 'stage';
  const rest = rows.filter((row) => !isShown(row));
  return (
    <>
      {differing.length === 0 ? (
        <Banner tone="info" testId="preview-same">
          {t('same')}
        </Banner>
      ) : (
        <Banner tone="warning" testId="preview-differs">
          {t('differs', { n: differing.length })}
        </Banner>
      )}
      <table class="st-compare" data-testid="preview-table">
        <thead>
          <tr>
            <th scope="col">
              <span class="am-sr-only">{t('col.what')}</span>
            </th>
            <th scope="col">{t('col.saved')}</th>
            <th scope="col">{t('col.screen')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.filter(isShown).map((row) => (
            <CompareRow key={row.key} row={row} timeZone={timeZone} />
          ))}
        </tbody>
        {rest.length === 0 ? null : (
          <tbody>
            <tr class="st-compare__more">
              <td colSpan={3}>
                <button
                  type="button"
                  class="st-link"
                  aria-expanded={open}
                  data-testid="preview-rest"
                  onClick={() => setOpen(!open)}
                >
                  {t('rest', { n: rest.length })} {open ? '▴' : '▾'}
                </button>
              </td>
            </tr>
            {open ? rest.map((row) => <CompareRow key={row.key} row={row} timeZone={timeZone} />) : null}
          </tbody>
        )}
      </table>
      <Reasons reply={reply} />
    </>
  );
}

function CompareRow({ row, timeZone }: { row: Row; timeZone: string }) {
  const cell = (side: 'saved' | 'screen', value: Cell, colSpan = 1) => (
    <td colSpan={colSpan} data-testid={`preview-${row.key}-${side}`}>
      <CellView cell={value} timeZone={timeZone} />
    </td>
  );
  return (
    <tr class={row.differs ? 'st-compare__row st-compare__row--differs' : 'st-compare__row'}>
      <th scope="row">{'row' in row.name ? t(`row.${row.name.row}`) : row.name.field}</th>
      {cell('saved', row.saved)}
      {cell('screen', row.screen)}
    </tr>
  );
}

function Reasons({ reply }: { reply: SimulateReply }) {
  const why = whyOf(reply.saved, reply.screen);
  return (
    <div class="st-why" data-testid="preview-why">
      <h3>{t('why')}</h3>
      {(['screen', 'saved', 'both'] as const).map((side) =>
        why[side].length === 0 ? null : (
          <div key={side} data-testid={`preview-why-${side}`}>
            {why.saved.length + why.screen.length === 0 ? null : <h4>{t(`why.${side}`)}</h4>}
            <ul>
              {why[side].map((text) => (
                <li key={text}>{told(text)}</li>
              ))}
            </ul>
          </div>
        ),
      )}
    </div>
  );
}
