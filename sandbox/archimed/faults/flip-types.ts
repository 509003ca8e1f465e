/**
 * Numbers where strings were seen and strings where numbers were: `total`, ids, a doctor's grid step
 * (archimed-api.md §2 "total", §3 "ids", §4.5 "max_time"). A careful client reads both.
 */
export function flipTypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(flipTypes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, isFlipped(name) ? flipped(item) : flipTypes(item)]),
  );
}

function isFlipped(name: string): boolean {
  return ['id', 'total', 'owner', 'max_time'].includes(name) || name.endsWith('_id');
}

function flipped(value: unknown): unknown {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
}
