const names: Record<string, string> = {
  latency: 'задержка',
  'slow-first-page': 'медленная первая страница',
  'json-error': 'ошибка JSON',
  'ok-error': 'ошибка внутри 200',
  'html-error': 'страница шлюза',
  'reset-before': 'обрыв до выполнения',
  'reset-after': 'обрыв после выполнения',
  'hang-before': 'молчание до выполнения',
  'hang-after': 'молчание после выполнения',
  'rate-limit': '429',
  down: 'недоступен',
  'empty-list': 'пустой список',
  'short-list': 'неполный список',
  'no-schedule': 'нет расписания',
  'flip-types': 'строки вместо чисел',
};

export function faultName(kind: string): string {
  return names[kind] ?? kind;
}

export type Preset = { title: string; fault: Record<string, unknown>; for: 'both' | 'amocrm' | 'archimed' };

export const presets: readonly Preset[] = [
  { title: 'Медленно: 2 с на каждый запрос', fault: { kind: 'latency', delayMs: 2000 }, for: 'both' },
  { title: 'Каждый пятый — 429', fault: { kind: 'rate-limit', chance: 0.2 }, for: 'both' },
  {
    title: 'Шлюз 502 на каждый третий',
    fault: { kind: 'html-error', status: 502, chance: 0.33 },
    for: 'both',
  },
  {
    title: 'Ответ на следующую запись потерян',
    fault: { kind: 'reset-after', method: 'POST,PUT,PATCH,DELETE', times: 1 },
    for: 'both',
  },
  { title: 'Недоступен', fault: { kind: 'down' }, for: 'amocrm' },
  { title: 'Токен не обновить: 500', fault: { kind: 'json-error', path: 'oauth2/*' }, for: 'amocrm' },
  { title: 'Недоступен', fault: { kind: 'reset-before' }, for: 'archimed' },
  { title: 'Пустой список записей', fault: { kind: 'empty-list', path: 'talons' }, for: 'archimed' },
  { title: 'Неполный список записей', fault: { kind: 'short-list', path: 'talons' }, for: 'archimed' },
  { title: 'Расписание не опубликовано', fault: { kind: 'no-schedule' }, for: 'archimed' },
];
