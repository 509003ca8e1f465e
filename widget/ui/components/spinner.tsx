export function Spinner() {
  return <span class="am-spinner" aria-hidden="true" />;
}
