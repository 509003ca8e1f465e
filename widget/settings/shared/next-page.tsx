import { Banner, Button } from '../../ui/components/index.ts';
import { problemText } from '../errors.ts';
import type { Pages } from './use-pages.ts';

/** Below a list: why the last page did not come, and the button for the next one. */
export function NextPage(props: {
  pages: Pick<Pages<unknown>, 'error' | 'more' | 'running'>;
  label: string;
  testId?: string;
}) {
  const { error, more, running } = props.pages;
  return (
    <>
      {error === null ? null : (
        <Banner tone="error" testId="error">
          {problemText(error)}
        </Banner>
      )}
      {more === null ? null : (
        <div>
          <Button busy={running} onClick={more} testId={props.testId}>
            {props.label}
          </Button>
        </div>
      )}
    </>
  );
}
