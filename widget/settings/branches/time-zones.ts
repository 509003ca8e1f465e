/** One zone for every hour of Russia, and its capital of that hour; the rest of the world is found by search. */
export const russianZones = [
  'Europe/Kaliningrad',
  'Europe/Moscow',
  'Europe/Samara',
  'Europe/Saratov',
  'Europe/Volgograd',
  'Asia/Yekaterinburg',
  'Asia/Omsk',
  'Asia/Novosibirsk',
  'Asia/Barnaul',
  'Asia/Tomsk',
  'Asia/Novokuznetsk',
  'Asia/Krasnoyarsk',
  'Asia/Irkutsk',
  'Asia/Chita',
  'Asia/Yakutsk',
  'Asia/Vladivostok',
  'Asia/Magadan',
  'Asia/Sakhalin',
  'Asia/Srednekolymsk',
  'Asia/Kamchatka',
  'Asia/Anadyr',
] as const;
export type RussianZone = (typeof russianZones)[number];

const fallbackZone = 'Europe/Moscow';

/** The zone of this computer when it names a place: most clinics are where their administrator is. */
export function ownZone(timeZone = new Intl.DateTimeFormat().resolvedOptions().timeZone): string {
  return /^(?!Etc\/)\w+\//.test(timeZone) ? timeZone : fallbackZone;
}

export function otherZones(): string[] {
  const russian: readonly string[] = russianZones;
  return Intl.supportedValuesOf('timeZone').filter((zone) => !russian.includes(zone));
}

/** `UTC+3`, `UTC+5:30`, `UTC` at the given moment. */
export function utcOffset(timeZone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(at);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  return name.replace('GMT', 'UTC').replace(/\+0$/, '');
}
