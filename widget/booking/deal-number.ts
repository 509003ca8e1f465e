/** What was typed as the deal: its number, or its address pasted from amoCRM; null: nothing, `bad`: neither. */
export function dealNumber(text: string): number | null | 'bad' {
  const typed = text.trim();
  if (typed === '') return null;
  const digits = /^(?:https?:\/\/[^/]+\/leads\/detail\/)?(\d{1,15})(?:[/?#].*)?$/.exec(typed)?.[1];
  const id = Number(digits);
  return digits !== undefined && id > 0 ? id : 'bad';
}
