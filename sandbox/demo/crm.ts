import type { AccountDescription } from '../amocrm/core/description.ts';
import { type Person, people } from './people.ts';

/** The clinic's amoCRM account of the demo, for `POST /_sandbox/accounts` of the amoCRM double. */

export const demoCrm = {
  accountId: 32100500,
  domain: 'zaryamed.amocrm.ru',
  widgetCode: 'archimed_plus',
  admin: 11402217,
  manager: 11402240,
  otherManager: 11402256,
  formerManager: 11402270,
  firstLead: 41203317,
  firstContact: 58841203,
  primaryPipeline: 9011442,
  repeatPipeline: 9011450,
  stages: {
    unsorted: 75520010,
    fresh: 75520014,
    inWork: 75520018,
    booked: 75520022,
    confirmed: 75520026,
    arrived: 75520030,
    noShow: 75520034,
    cancelled: 75520038,
  },
  repeatStages: {
    unsorted: 75520110,
    fresh: 75520114,
    inWork: 75520118,
    booked: 75520122,
    confirmed: 75520126,
    arrived: 75520130,
    noShow: 75520134,
    cancelled: 75520138,
  },
} as const;

const stageLooks = {
  unsorted: { name: 'Неразобранное', color: '#c1c1c1' },
  fresh: { name: 'Новая заявка', color: '#c1e0ff' },
  inWork: { name: 'В работе', color: '#fffeb2' },
  booked: { name: 'Записан', color: '#ffdc7f' },
  confirmed: { name: 'Подтвердил', color: '#deff81' },
  arrived: { name: 'Пришёл на приём', color: '#87f2c0' },
  noShow: { name: 'Не пришёл', color: '#ff8f92' },
  cancelled: { name: 'Отменил запись', color: '#e6e8ea' },
} as const;

type StageKey = keyof typeof stageLooks;
const stageKeys: readonly StageKey[] = [
  'unsorted',
  'fresh',
  'inWork',
  'booked',
  'confirmed',
  'arrived',
  'noShow',
  'cancelled',
];

function stages(ids: Record<StageKey, number>) {
  return stageKeys.map((key) => ({ id: ids[key], ...stageLooks[key], unsorted: key === 'unsorted' }));
}

/** The same number as five people would type it. */
function spell(phone: string, index: number): string {
  const [code, a, b, c] = [phone.slice(2, 5), phone.slice(5, 8), phone.slice(8, 10), phone.slice(10, 12)];
  const spellings = [
    phone,
    `+7 ${code} ${a}-${b}-${c}`,
    `8 (${code}) ${a}-${b}-${c}`,
    `8${code}${a}${b}${c}`,
    `${code}${a}${b}${c}`,
  ];
  return spellings[index % spellings.length] ?? phone;
}

const wishes = [
  'Консультация кардиолога',
  'Приём невролога',
  'УЗИ и приём терапевта',
  'Болит спина, нужен невролог',
  'Профосмотр',
  'Приём офтальмолога',
  'Дерматолог, повторный вопрос',
  'ЛОР, ребёнок',
  'Приём гинеколога',
  'Заявка с сайта',
] as const;

const DEALS = 40;
const REPEAT_FROM = 28;
/** Deals without a person's data: one with a bare contact, one with none. */
const BARE_CONTACT = 38;
const NO_CONTACT = 39;
const sources = ['Сайт', 'Звонок', 'Рекомендация'] as const;
const responsible = [demoCrm.manager, demoCrm.otherManager] as const;

/** Most deals wait for a booking; a few stand further on. 142 and 143 are the closed stages. */
function stageOf(index: number): { pipelineId: number; statusId: number } {
  const repeat = index >= REPEAT_FROM && index < BARE_CONTACT;
  const ids = repeat ? demoCrm.repeatStages : demoCrm.stages;
  const pipelineId = repeat ? demoCrm.repeatPipeline : demoCrm.primaryPipeline;
  if (index === 20 || index === 33) return { pipelineId, statusId: 142 };
  if (index === 21) return { pipelineId, statusId: 143 };
  if (index === 22 || index === 34) return { pipelineId, statusId: ids.noShow };
  if (index === 23) return { pipelineId, statusId: ids.cancelled };
  if (index === 24) return { pipelineId, statusId: ids.unsorted };
  return { pipelineId, statusId: index % 3 === 2 ? ids.inWork : ids.fresh };
}

function unixDate(date: string): number {
  return Date.parse(`${date}T00:00:00+03:00`) / 1000;
}

type ContactDescription = NonNullable<AccountDescription['contacts']>[number];

function contactOf(person: Person, index: number, createdAt: number): ContactDescription {
  return {
    id: demoCrm.firstContact + index,
    firstName: person.firstName,
    lastName: person.lastName,
    phones: [spell(person.phone, index)],
    // Only some callers have told their birth date.
    ...(index % 4 === 0 ? { fields: { 1479015: unixDate(person.birthDate) } } : {}),
    createdAt,
  };
}

function leadOf(person: Person | undefined, index: number, createdAt: number) {
  const wish = wishes[index % wishes.length] ?? 'Заявка';
  return {
    id: demoCrm.firstLead + index,
    name: person === undefined ? wish : `${wish} — ${person.lastName}`,
    price: index % 5 === 0 ? 0 : 1500 + (index % 7) * 450,
    ...stageOf(index),
    responsibleUserId: responsible[index % responsible.length] ?? demoCrm.manager,
    createdAt,
    contactIds: index === NO_CONTACT ? [] : [demoCrm.firstContact + index],
    fields: {
      1480021: index % 2 === 0 ? 'Казань' : 'Зеленодольск',
      1480033: sources[index % sources.length] ?? 'Сайт',
    },
  };
}

export type DemoAccountOptions = {
  redirectUri: string;
  clientId: string;
  clientSecret: string;
  disconnectUrl?: string;
  nowMs?: number;
};

export function demoAccount(options: DemoAccountOptions): AccountDescription {
  const now = Math.floor((options.nowMs ?? Date.now()) / 1000);
  const createdAt = (index: number): number => now - (index + 1) * 5400;
  const indexes = Array.from({ length: DEALS }, (_, index) => index);
  const personOf = (index: number): Person | undefined => (index < BARE_CONTACT ? people[index] : undefined);
  const known = indexes.flatMap((index) => {
    const person = personOf(index);
    return person === undefined ? [] : [contactOf(person, index, createdAt(index))];
  });
  return {
    id: demoCrm.accountId,
    subdomain: 'zaryamed',
    domain: demoCrm.domain,
    name: 'Клиника «Заря»',
    timezone: 'Europe/Moscow',
    users: [
      { id: demoCrm.admin, name: 'Анна Руденко', email: 'anna@example.org', isAdmin: true },
      { id: demoCrm.manager, name: 'Марк Орлов', email: 'mark@example.org', isAdmin: false },
      { id: demoCrm.otherManager, name: 'Елена Ким', email: 'elena@example.org', isAdmin: false },
      {
        id: demoCrm.formerManager,
        name: 'Игорь Савин',
        email: 'igor@example.org',
        isAdmin: false,
        isActive: false,
      },
    ],
    pipelines: [
      {
        id: demoCrm.primaryPipeline,
        name: 'Первичные пациенты',
        isMain: true,
        stages: stages(demoCrm.stages),
      },
      { id: demoCrm.repeatPipeline, name: 'Повторные пациенты', stages: stages(demoCrm.repeatStages) },
    ],
    fields: {
      leads: [
        { id: 1480021, name: 'Город', type: 'text' },
        {
          id: 1480033,
          name: 'Источник',
          type: 'select',
          enums: [
            { id: 912201, value: 'Сайт' },
            { id: 912203, value: 'Звонок', code: 'CALL' },
            { id: 912205, value: 'Рекомендация' },
          ],
        },
      ],
      contacts: [
        {
          id: 1479007,
          name: 'Телефон',
          type: 'multitext',
          code: 'PHONE',
          isPredefined: true,
          enums: [
            { id: 911001, value: 'WORK', code: 'WORK' },
            { id: 911003, value: 'WORKDD', code: 'WORKDD' },
            { id: 911005, value: 'MOB', code: 'MOB' },
            { id: 911007, value: 'FAX', code: 'FAX' },
            { id: 911009, value: 'HOME', code: 'HOME' },
            { id: 911011, value: 'OTHER', code: 'OTHER' },
          ],
        },
        {
          id: 1479009,
          name: 'Email',
          type: 'multitext',
          code: 'EMAIL',
          isPredefined: true,
          enums: [
            { id: 911021, value: 'WORK', code: 'WORK' },
            { id: 911023, value: 'PRIV', code: 'PRIV' },
            { id: 911025, value: 'OTHER', code: 'OTHER' },
          ],
        },
        { id: 1479015, name: 'Дата рождения', type: 'birthday' },
      ],
    },
    contacts: [
      ...known,
      {
        id: demoCrm.firstContact + BARE_CONTACT,
        name: 'Перезвонить вечером',
        createdAt: createdAt(BARE_CONTACT),
      },
    ],
    leads: indexes.map((index) => leadOf(personOf(index), index, createdAt(index))),
    tasks: [
      {
        id: 771204,
        text: 'Перезвонить и предложить время',
        completeTill: now + 7200,
        leadId: demoCrm.firstLead,
        responsibleUserId: demoCrm.manager,
      },
    ],
    integration: {
      clientId: options.clientId,
      clientSecret: options.clientSecret,
      redirectUri: options.redirectUri,
      disconnectUrl: options.disconnectUrl ?? null,
    },
    widgetCode: demoCrm.widgetCode,
  };
}
