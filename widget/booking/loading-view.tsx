import { Skeleton } from '../ui/components/skeleton.tsx';
import { Window } from './window.tsx';

/** The window in its final shape before anything is known. */
export function LoadingView({ title, onClose }: { title: string; onClose: () => void }) {
  return (
    <Window title={title} onClose={onClose}>
      <div class="columns" aria-busy="true">
        <div class="column">
          <Skeleton height={84} />
          <Skeleton height={36} />
          <Skeleton height={60} />
        </div>
        <div class="column">
          <Skeleton height={36} />
          <Skeleton height={64} />
          <Skeleton height={220} />
        </div>
        <div class="column">
          <Skeleton height={180} />
          <Skeleton height={44} />
        </div>
      </div>
    </Window>
  );
}
