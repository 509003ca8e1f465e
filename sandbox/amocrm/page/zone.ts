/** Dates of inputs (`2026-11-27T14:30`) against Unix seconds, in the account's own time zone. */

export function toLocal(seconds: number, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
    .format(seconds * 1000)
    .replace(' ', 'T');
}

/** `null` for what is no date. Twice, because the zone's offset depends on the moment itself. */
export function fromLocal(text: string, timeZone: string): number | null {
  const wanted = Date.parse(`${text.length === 10 ? `${text}T00:00` : text}Z`);
  if (Number.isNaN(wanted)) return null;
  let seconds = wanted / 1000;
  for (let pass = 0; pass < 2; pass += 1) {
    const shown = Date.parse(`${toLocal(seconds, timeZone)}Z`);
    seconds += (wanted - shown) / 1000;
  }
  return seconds;
}
