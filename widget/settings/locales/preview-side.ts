import { defineMessages } from '../../ui/i18n.ts';

/** What is there before the panel itself is loaded. */
export const ru = {
  title: 'Что будет, если…',
  hint: 'Проверить на записи, что решат настройки на экране',
  failed: 'Панель не загрузилась. Проверьте сеть и откройте её ещё раз.',
} as const;

export const en: Readonly<Record<keyof typeof ru, string>> = {
  title: 'What if…',
  hint: 'Try out on a visit what the settings on screen decide',
  failed: 'The panel did not load. Check the network and open it once more.',
};

export const t = defineMessages(ru, en);
