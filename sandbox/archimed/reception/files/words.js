const asUtc = (date) => new Date(`${date}T00:00:00Z`);
const longDay = new Intl.DateTimeFormat('ru', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  timeZone: 'UTC',
});
const shortDay = new Intl.DateTimeFormat('ru', { weekday: 'short', timeZone: 'UTC' });
const dayMonth = new Intl.DateTimeFormat('ru', { day: 'numeric', month: 'long', timeZone: 'UTC' });

/** «понедельник, 23 ноября» */
export function dayInWords(date) {
  return longDay.format(asUtc(date));
}

/** «23 ноября, пн» */
export function dayShort(date) {
  return `${dayMonth.format(asUtc(date))}, ${shortDay.format(asUtc(date))}`;
}

export function addDays(date, days) {
  return new Date(asUtc(date).getTime() + days * 86_400_000).toISOString().slice(0, 10);
}

/** «14.03.1986» */
export function birthDate(date) {
  return date === null ? '' : date.split('-').reverse().join('.');
}

/** «23.11.2026 12:20» */
export function dateTime(wall) {
  return `${birthDate(wall.slice(0, 10))} ${wall.slice(11, 16)}`;
}

/** «Белова И. С.» */
export function shortName(name) {
  const [last, ...others] = name.split(' ');
  return [last, ...others.map((part) => `${part.slice(0, 1)}.`)].join(' ');
}

/** «+7 905 000-11-11», whatever the spelling; what is no Russian number stays as it is. */
export function phone(text) {
  const digits = text.replace(/\D/g, '').replace(/^[78](?=\d{10}$)/, '');
  const parts = /^(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(digits);
  return parts === null ? text : `+7 ${parts[1]} ${parts[2]}-${parts[3]}-${parts[4]}`;
}

export function minutesOf(time) {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
