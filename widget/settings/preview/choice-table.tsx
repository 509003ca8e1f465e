import type { Choice } from '../../../worker/preview/preview.schemas.ts';
import { t } from '../locales/preview.ts';
import { CellView } from './cell-view.tsx';
import { compareChoices, whyOf } from './compare.ts';

/** One choice by itself: before the branch is on there is nothing to compare it with. */
export function ChoiceTable({ choice, timeZone }: { choice: Choice; timeZone: string }) {
  return (
    <>
      <table class="st-compare st-compare--alone" data-testid="preview-table">
        <tbody>
          {compareChoices(choice, choice).map(({ key, name, screen }) => (
            <tr class="st-compare__row" key={key}>
              <th scope="row">{'row' in name ? t(`row.${name.row}`) : name.field}</th>
              <td data-testid={`preview-${key}-screen`}>
                <CellView cell={screen} timeZone={timeZone} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div class="st-why" data-testid="preview-why">
        <h3>{t('why')}</h3>
        <ul>
          {whyOf(choice, choice).both.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </div>
    </>
  );
}
