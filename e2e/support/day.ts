let began = Date.now();

/** The days of a test are counted from its product's start: they stay the same when midnight comes in between. */
export function countDaysFromNow(): void {
  began = Date.now();
}

/** yyyy-mm-dd in Moscow, so many days from today. */
export function day(offset: number): string {
  return new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Moscow' }).format(began + offset * 86_400_000);
}
