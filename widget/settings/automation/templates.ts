/** Placeholders of task texts and deal titles (automation.schemas.ts). */
export const placeholders = ['{врач}', '{дата}', '{время}', '{филиал}', '{кабинет}'] as const;

const sample: Record<(typeof placeholders)[number], string> = {
  '{врач}': 'Соколова Анна Игоревна',
  '{дата}': '27 ноября',
  '{время}': '14:30',
  '{филиал}': 'На Лесной',
  '{кабинет}': 'Кабинет № 2',
};

/** What stands in braces and would reach the deal as it is. */
export function unknownPlaceholders(template: string): string[] {
  const known: readonly string[] = placeholders;
  return [...template.matchAll(/\{[^{}]*\}/g)]
    .map(([whole]) => whole)
    .filter((found) => !known.includes(found));
}

export function exampleOf(template: string): string {
  return placeholders.reduce(
    (text, placeholder) => text.replaceAll(placeholder, sample[placeholder]),
    template,
  );
}
