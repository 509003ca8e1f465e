import { defineMessages } from '../ui/i18n.ts';
import { en } from './locales/en.ts';
import { ru } from './locales/ru.ts';

export const t = defineMessages(ru, en);
