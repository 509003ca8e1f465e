/** A grey block of the size that the content will have, so that nothing jumps. */
export function Skeleton(props: { width?: string; height: number }) {
  return (
    <span
      class="am-skeleton"
      aria-hidden="true"
      style={{ width: props.width ?? '100%', height: `${props.height}px` }}
    />
  );
}
