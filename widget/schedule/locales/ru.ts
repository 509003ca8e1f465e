export const ru = {
  free: 'свободно',
  busy: 'занято',
  foreign: 'другой филиал',
  off: 'не принимает',
  own: 'эта сделка',
  visit: 'запись',
  now: 'сейчас',
  choose: 'Свободно {time}, {column}',
  'choose.place': 'Свободно {time}, {column}, {place}',
  column: '{title}: свободно {free}, записей {visits}',
  'drop.here': 'Сюда: {time}',
  'drop.no': 'Здесь нет столько свободного времени',
  placing:
    'Куда перенести: {visit}? Выберите свободное время стрелками и нажмите Enter, или нажмите на него мышью.',
  'placing.none': 'Перенести некуда: столько свободного времени здесь нет.',
  'placing.cancel': 'Не переносить',
  empty: 'На эти дни расписания нет.',
} as const;
